package io.sitehook.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Finds the home, and the directory of handler jars in it. */
final class HomeReader {
    private final SettingsSources sources;
    private final Problems problems;

    HomeReader(SettingsSources sources, Problems problems) {
        this.sources = sources;
        this.problems = problems;
    }

    /** The home: as set, else the container's directory for data, else below the working directory. */
    Path home(ValueReader values) {
        return path(values, Setting.HOME, sources.workingDirectory()).orElseGet(this::standard);
    }

    private Path standard() {
        Map<String, String> system = sources.systemProperties();
        for (String name : new String[] {"jboss.server.data.dir", "catalina.base"}) {
            String directory = system.getOrDefault(name, "");
            if (!directory.isBlank()) {
                return sources.workingDirectory()
                        .resolve(directory)
                        .resolve("sitehook")
                        .normalize();
            }
        }
        return sources.workingDirectory().resolve("sitehook-home");
    }

    /** The directory of handler jars. */
    Path handlersDirectory(ValueReader values, Path home) {
        return path(values, Setting.HANDLERS_DIRECTORY, home)
                .orElseGet(() -> home.resolve(Setting.HANDLERS_DIRECTORY.standard()));
    }

    private Optional<Path> path(ValueReader values, Setting setting, Path base) {
        return values.find(setting, setting.pattern()).flatMap(value -> {
            try {
                return Optional.of(base.resolve(value.text()).normalize());
            } catch (InvalidPathException e) {
                problems.addShown(value, "is no path");
                return Optional.empty();
            }
        });
    }
}
