package io.sitehook.standalone;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file system of 16 MB in memory. Mounting needs root; without it the test is skipped. */
final class SmallDisk implements AutoCloseable {
    final Path directory;

    SmallDisk(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", directory.toString()),
                "mounting a small file system needs root");
    }

    /** Leaves no room at all. */
    void fill() throws IOException {
        try (var filler = Files.newOutputStream(directory.resolve("filler"))) {
            byte[] block = new byte[4096];
            while (true) {
                filler.write(block);
            }
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains("No space left")) {
                throw e;
            }
        }
    }

    void makeReadOnly() throws IOException {
        if (!run("mount", "-o", "remount,ro", directory.toString())) {
            throw new IOException("could not make it read-only");
        }
    }

    void free() throws IOException {
        Files.delete(directory.resolve("filler"));
    }

    private static boolean run(String... command) throws IOException {
        return new ProcessBuilder(List.of(command))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .onExit()
                        .join()
                        .exitValue()
                == 0;
    }

    @Override
    public void close() throws IOException {
        run("umount", "-l", directory.toString());
    }
}
