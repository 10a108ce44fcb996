package io.sitehook.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Sources made by hand: a home in a temporary directory and maps. */
final class SettingsFixture {
    static final String SECRET = "canary-4f1d9a7c33b0e6a2518d";

    final Map<String, String> system = new HashMap<>();
    final Map<String, String> environment = new HashMap<>();
    final Map<String, String> context = new HashMap<>();
    final Path working;
    final Path home;

    SettingsFixture(Path working) {
        this.working = working;
        this.home = working.resolve("sitehook-home");
    }

    SettingsFixture file(String... lines) {
        return bytes((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    SettingsFixture bytes(byte[] content) {
        write("sitehook.properties", content, "rw-------");
        return this;
    }

    Path write(String name, byte[] content, String permissions) {
        try {
            Files.createDirectories(home);
            Path file = Files.write(home.resolve(name), content);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    SettingsSources sources() {
        return new SettingsSources(system, environment, context, working);
    }

    Settings read() throws SettingsException {
        return SettingsReader.read(sources());
    }

    /** Reads settings that must be wrong. */
    SettingsException problem() {
        try {
            Settings settings = read();
            throw new AssertionError("nothing was found wrong: " + settings);
        } catch (SettingsException e) {
            return e;
        }
    }

    /** A connection that must be there. */
    static ConnectionSettings connection(Settings settings, String name) {
        return Objects.requireNonNull(settings.connections().get(name), name);
    }
}
