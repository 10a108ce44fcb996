package io.sitehook.standalone;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The home and what lies in it: there, a directory, writable, its database files readable. */
final class HomeCheck implements Check {
    private static final String DATABASE = "sitehook.db";

    @Override
    public Report look(Subject subject) {
        List<String> problems = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        Path home = subject.home();
        if (!Files.exists(home)) {
            problems.add("The home " + home + " does not exist; make it, or name another one with --home");
        } else if (!Files.isDirectory(home)) {
            problems.add("The home " + home + " is not a directory");
        } else {
            if (!Files.isWritable(home) || !Files.isExecutable(home)) {
                problems.add("The home " + home + " is not writable for this user, so nothing can be stored in it");
            }
            databases(home, problems);
            if (subject.settings()
                            .filter(settings -> settings.database().isShared())
                            .isPresent()
                    && Files.exists(home.resolve(DATABASE))) {
                warnings.add("The home has a " + DATABASE + ", which is not used, since a database is set. "
                        + CopyCommand.NAME + " copies it there; if that was done it can be deleted");
            }
        }
        Path handlers = subject.handlersDirectory();
        if (Files.exists(handlers, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(handlers)) {
            problems.add("The directory of handler jars " + handlers + " is not a directory");
        } else if (Files.isDirectory(home) && !Files.exists(handlers)) {
            warnings.add("There is no directory of handler jars " + handlers);
        }
        return new Report(problems, warnings, List.of("Home " + home, "Handler jars " + handlers));
    }

    private static void databases(Path home, List<String> problems) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(home, "*.{db,db-wal,db-shm}")) {
            for (Path file : files) {
                if (!Files.isRegularFile(file)) {
                    problems.add("The database " + file + " is not a file");
                } else if (!Files.isReadable(file) || !Files.isWritable(file)) {
                    problems.add("The database " + file + " can't be read and written by this user");
                }
            }
        } catch (IOException e) {
            problems.add(
                    "The home " + home + " can't be listed: " + e.getClass().getSimpleName());
        }
    }
}
