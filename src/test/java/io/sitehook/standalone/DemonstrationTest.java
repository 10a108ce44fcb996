package io.sitehook.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sitehook.config.ConnectionSettings;
import io.sitehook.config.Settings;
import io.sitehook.config.SettingsReader;
import io.sitehook.config.SettingsSources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The home of the demonstration is made once and kept. */
class DemonstrationTest {
    @TempDir
    Path directory;

    @Test
    void aNewHomeGetsASecretOfItsOwnAndTheHandler() throws Exception {
        Path jar = Files.writeString(directory.resolve("log-status.jar"), "a jar");
        Path home = directory.resolve("home");
        Demonstration.prepare(home, jar);
        Settings settings = read(home);
        String secret =
                connection(settings, "sitecapture").hmacSecret().orElseThrow().reveal();
        assertThat(secret).matches("[0-9a-f]{64}");
        assertThat(settings.warnings()).isEmpty();
        assertThat(home.resolve("handlers/log-status.jar")).hasContent("a jar");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("sitehook.properties"))))
                .isEqualTo("rw-------");
        assertThat(Demonstration.instructions("http://127.0.0.1:1/sitehook", settings))
                .contains(
                        "send --url http://127.0.0.1:1/sitehook/webhooks/sitecapture", "--secret " + secret, "openssl");

        Demonstration.prepare(home, directory.resolve("gone.jar"));
        assertThat(connection(read(home), "sitecapture")
                        .hmacSecret()
                        .orElseThrow()
                        .reveal())
                .isEqualTo(secret);
    }

    @Test
    void withoutTheJarNothingIsMade() {
        Path home = directory.resolve("home");
        assertThatThrownBy(() -> Demonstration.prepare(home, directory.resolve("none.jar")))
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("none.jar");
        assertThat(home).doesNotExist();
    }

    private static Settings read(Path home) throws Exception {
        return SettingsReader.read(
                new SettingsSources(Map.of("sitehook.home", home.toString()), Map.of(), Map.of(), home));
    }

    private static ConnectionSettings connection(Settings settings, String name) {
        return Objects.requireNonNull(settings.connections().get(name));
    }
}
