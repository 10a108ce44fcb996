package io.sitehook.handle;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the private copies of jars are kept, in one fresh folder for each load. Folders that an earlier process left
 * behind are deleted; other files are not touched.
 */
final class WorkDirectory {
    private static final System.Logger LOGGER = System.getLogger(WorkDirectory.class.getName());
    private static final String PREFIX = "handlers-";

    private final Path directory;
    private final Set<Path> ours = new HashSet<>();

    WorkDirectory(Path directory) {
        this.directory = directory;
    }

    /** A new empty folder that only this user can read. */
    synchronized Path fresh() throws IOException {
        Files.createDirectories(directory);
        deleteLeftovers();
        Path folder = Files.createTempDirectory(directory, PREFIX);
        ours.add(folder);
        return folder;
    }

    private void deleteLeftovers() throws IOException {
        List<Path> leftovers;
        try (Stream<Path> files = Files.list(directory)) {
            leftovers = files.filter(file -> file.getFileName().toString().startsWith(PREFIX))
                    .filter(file -> !ours.contains(file))
                    .toList();
        }
        leftovers.forEach(WorkDirectory::delete);
    }

    /** Deletes a folder and what is in it. What can't be deleted is left for the next start, with a warning. */
    static void delete(Path folder) {
        try {
            Files.walkFileTree(folder, new Deletion());
        } catch (NoSuchFileException gone) {
            // as wanted
        } catch (IOException e) {
            LOGGER.log(
                    Level.WARNING,
                    "Could not delete the old copies of handler jars in " + folder + ": " + e
                            + ". They are not used; the next start tries again.");
        }
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
            if (failure != null) {
                throw failure;
            }
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
