package io.sitehook.handle;

import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/** Opens what lies in the handlers directory, each jar or folder by itself. */
final class DirectoryUnits {
    private final WorkDirectory work;

    DirectoryUnits(WorkDirectory work) {
        this.work = work;
    }

    /** Opens all that can be opened. The rest is added to the problems. */
    List<OpenUnit> open(Path directory, List<HandlerProblem> problems) {
        List<OpenUnit> units = new ArrayList<>();
        for (HandlersDirectory.Entry entry : entries(directory, problems)) {
            try {
                units.add(open(entry));
            } catch (RefusedException e) {
                problems.add(e.in(entry.name()));
            }
        }
        return units;
    }

    private static List<HandlersDirectory.Entry> entries(Path directory, List<HandlerProblem> problems) {
        try {
            return new HandlersDirectory(directory).entries();
        } catch (IOException | RuntimeException e) {
            problems.add(new RefusedException(
                            "The handlers directory can't be read: " + Explanation.describe(e)
                                    + ". None of its jars is used.",
                            "Make it a directory that the server's user can read.",
                            e)
                    .in(directory.toString()));
            return List.of();
        }
    }

    /** Copies and opens one. */
    OpenUnit open(HandlersDirectory.Entry entry) throws RefusedException {
        if (entry.name().equals(HandlerUnit.BUILT_IN) || entry.name().equals(HandlerUnit.CLASS_PATH)) {
            throw new RefusedException(
                    "The folder has a name that is kept for what comes with the server.", "Rename the folder.");
        }
        if (entry.jars().isEmpty()) {
            throw new RefusedException(
                    "The folder holds no jar.", "Put the handler's jar into it, or remove the folder.");
        }
        Path folder = freshFolder();
        try {
            return open(entry, folder);
        } catch (RefusedException e) {
            WorkDirectory.delete(folder);
            throw e;
        }
    }

    private static OpenUnit open(HandlersDirectory.Entry entry, Path folder) throws RefusedException {
        MessageDigest digest = Sha256.digest();
        List<JarCopy> jars = new ArrayList<>();
        for (Path jar : entry.jars()) {
            jars.add(JarCopy.make(jar, folder, digest));
        }
        if (jars.stream().noneMatch(JarCopy::hasServiceFile)) {
            throw new RefusedException(
                    "It has no file " + ServiceFile.PATH + ", so it holds no handler.",
                    "Add the file with the name of the handler's class. A library belongs into a folder, together with"
                            + " the handler that needs it.");
        }
        if (jars.stream().allMatch(jar -> jar.providers().isEmpty())) {
            throw new RefusedException(
                    "Its file " + ServiceFile.PATH + " names no class.", "Write the handler's class name into it.");
        }
        try {
            return OpenUnit.overCopies(entry.name(), folder, jars, Sha256.hex(digest));
        } catch (IOException e) {
            throw new RefusedException(
                    "Its copy can't be opened: " + Explanation.describe(e) + ".", "Restart the server.", e);
        }
    }

    private Path freshFolder() throws RefusedException {
        try {
            return work.fresh();
        } catch (IOException e) {
            throw new RefusedException(
                    "There is no place for its copy: " + Explanation.describe(e) + ".",
                    "Make the work directory writable for the server's user, and see that the disk has room.",
                    e);
        }
    }
}
