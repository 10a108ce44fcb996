package io.sitehook.config;

import java.nio.file.Path;
import java.util.List;

/**
 * Settings that can't be used. The message holds all problems, one on a line; no secret is in it.
 */
public final class SettingsException extends Exception {
    private final List<String> problems;
    private final Path home;
    private final Path handlersDirectory;

    SettingsException(List<String> problems, Path home, Path handlersDirectory) {
        super((problems.size() == 1 ? "1 setting is" : problems.size() + " settings are")
                + " wrong, so Sitehook does not start:\n  - " + String.join("\n  - ", problems));
        this.problems = List.copyOf(problems);
        this.home = home;
        this.handlersDirectory = handlersDirectory;
    }

    /**
     * What is wrong.
     *
     * @return one line for each problem: the setting, where it came from, what is wrong and what is allowed
     */
    public List<String> problems() {
        return problems;
    }

    /**
     * The home that would have been used, for what else there is to check.
     *
     * @return an absolute path; the default if the one that was set can't be used
     */
    public Path home() {
        return home;
    }

    /**
     * The directory of handler jars that would have been used, for what else there is to check.
     *
     * @return an absolute path; the default if the one that was set can't be used
     */
    public Path handlersDirectory() {
        return handlersDirectory;
    }
}
