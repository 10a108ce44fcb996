package io.sitehook.standalone;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/**
 * The classes that a server loads, in a file that the JVM maps into memory: a start costs a sixth less. It is made once for
 * the WAR that was built, by a server that starts and stops, and used by all tests that start one.
 */
final class ClassArchive {
    private ClassArchive() {}

    /** The option that makes a JVM use it. */
    static synchronized String option(Path war) throws IOException {
        Path archive = war.resolveSibling("war-" + System.getProperty("java.version") + ".jsa");
        // Tests run in several JVMs.
        try (FileChannel channel = FileChannel.open(
                        war.resolveSibling("war.jsa.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (lock.isValid() && !isCurrent(archive, war)) {
                Files.deleteIfExists(archive);
                make(war, archive);
            }
        }
        return "-XX:SharedArchiveFile=" + archive;
    }

    private static boolean isCurrent(Path archive, Path war) throws IOException {
        return Files.exists(archive)
                && Files.getLastModifiedTime(archive).compareTo(Files.getLastModifiedTime(war)) >= 0;
    }

    private static void make(Path war, Path archive) throws IOException {
        Path directory = Files.createTempDirectory(war.toAbsolutePath().getParent(), "archived");
        try (WarProcess server = WarProcess.launch(
                war,
                directory,
                List.of("-XX:ArchiveClassesAtExit=" + archive),
                Map.of(),
                "serve",
                "--port",
                "0",
                "--home",
                directory.resolve("home").toString())) {
            server.readyUrl();
            server.terminate();
            server.result();
        }
    }
}
