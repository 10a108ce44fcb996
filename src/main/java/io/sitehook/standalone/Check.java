package io.sitehook.standalone;

import io.sitehook.config.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** One thing that {@code check} looks at. It starts nothing and writes nothing into the home. */
interface Check {

    /**
     * Looks.
     *
     * @param subject what there is to look at
     * @return what was found; a check reports what is wrong and does not throw
     */
    Report look(Subject subject);

    /**
     * What there is to look at.
     *
     * @param home the home, which need not exist
     * @param handlersDirectory the directory of handler jars, which need not exist
     * @param settings all settings, empty if they are wrong
     */
    record Subject(Path home, Path handlersDirectory, Optional<Settings> settings) {}

    /**
     * What was found.
     *
     * @param problems what is wrong, one sentence each
     * @param warnings what is odd, one sentence each
     * @param summary what is there, one line each, shown if nothing is wrong
     */
    record Report(List<String> problems, List<String> warnings, List<String> summary) {}
}
