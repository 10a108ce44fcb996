package io.sitehook.standalone;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The temporary directory of one run, {@code sitehook-<pid>-<random>}, for its owner only. The process holds a lock in it
 * while it lives: a pid alone does not tell that a process is dead where containers share a temporary directory.
 */
final class LauncherDirectory {
    private static final String LOCK = "lock";
    private static final Pattern NAME = Pattern.compile("sitehook-([0-9]{1,18})-[0-9]+");

    private final Path path;
    private final FileChannel channel;

    private LauncherDirectory(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** A fresh directory, after those of dead earlier runs have been deleted. */
    static LauncherDirectory create(Path temporary) throws IOException {
        Path path = Files.createTempDirectory(
                temporary, "sitehook-" + ProcessHandle.current().pid() + "-");
        FileChannel channel =
                FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        channel.lock();
        removeLeftovers(temporary, path);
        return new LauncherDirectory(path, channel);
    }

    Path path() {
        return path;
    }

    void delete() {
        try {
            channel.close();
        } catch (IOException e) {
            System.err.println("Can't release " + path + ": " + e);
        }
        try {
            delete(path);
        } catch (IOException e) {
            System.err.println("Can't delete " + path + ": " + e + "; a later run will try again");
        }
    }

    private static void removeLeftovers(Path temporary, Path own) throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(temporary, "sitehook-*")) {
            for (Path other : all) {
                try {
                    if (isLeftover(other, own)) {
                        delete(other);
                    }
                } catch (IOException e) {
                    // Another user's, or another run is deleting it: not ours to clean.
                }
            }
        }
    }

    private static boolean isLeftover(Path other, Path own) throws IOException {
        Matcher name = NAME.matcher(other.getFileName().toString());
        if (!name.matches()
                || !Files.isDirectory(other, LinkOption.NOFOLLOW_LINKS)
                || !Files.getOwner(other, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(own))
                || ProcessHandle.of(Long.parseLong(name.group(1))).isPresent()) {
            return false;
        }
        if (!Files.exists(other.resolve(LOCK))) {
            return true;
        }
        try (FileChannel channel = FileChannel.open(other.resolve(LOCK), StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock != null;
        }
    }

    private static void delete(Path directory) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException error) throws IOException {
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
