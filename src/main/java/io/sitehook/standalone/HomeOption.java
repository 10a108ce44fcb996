package io.sitehook.standalone;

import io.sitehook.config.Settings;
import io.sitehook.config.SettingsException;
import io.sitehook.config.SettingsReader;
import io.sitehook.config.SettingsSources;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --home}, and the settings that are read from there. */
final class HomeOption {
    static final String PROPERTY = "sitehook.home";

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "The directory of the settings, the store and the handler jars, ./sitehook-home by default.")
    private @Nullable Path home;

    /** The settings' sources, with this home if it was named. */
    SettingsSources sources() {
        return home == null ? SettingsSources.ofProcess(Map.of()) : sourcesOf(home);
    }

    /** The settings' sources with this home. */
    static SettingsSources sourcesOf(Path home) {
        System.setProperty(PROPERTY, home.toAbsolutePath().normalize().toString());
        return SettingsSources.ofProcess(Map.of());
    }

    /**
     * Reads the settings.
     *
     * @throws FailedException naming all that is wrong with them
     */
    Settings settings() {
        return read(sources());
    }

    static Settings read(SettingsSources sources) {
        try {
            return SettingsReader.read(sources);
        } catch (SettingsException e) {
            throw new FailedException(String.valueOf(e.getMessage()), e);
        }
    }

    /** The home, also where the settings are wrong. */
    Path directory() {
        try {
            return SettingsReader.read(sources()).home();
        } catch (SettingsException e) {
            return e.home();
        }
    }
}
