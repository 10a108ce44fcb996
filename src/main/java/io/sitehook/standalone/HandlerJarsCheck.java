package io.sitehook.standalone;

import io.sitehook.app.HandlerCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** The handler jars: each one opened, its handlers made, none started. */
final class HandlerJarsCheck implements Check {

    @Override
    public Report look(Subject subject) {
        if (Files.exists(subject.handlersDirectory()) && !Files.isDirectory(subject.handlersDirectory())) {
            return new Report(List.of(), List.of(), List.of()); // HomeCheck says so
        }
        try {
            return new Report(
                    HandlerCheck.problems(subject.handlersDirectory(), subject.settings()), List.of(), List.of());
        } catch (IOException e) {
            return new Report(List.of("The handler jars can't be looked at: " + e.getMessage()), List.of(), List.of());
        }
    }
}
