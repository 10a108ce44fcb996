package io.sitehook.builtin.archive;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.sitehook.spi.Download;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/** A directory. Downloads go into a hidden folder in it, so that moving them into place is atomic. */
final class DirectoryShelf implements Shelf {
    private static final String INCOMING = ".incoming";
    private static final Duration LEFT_OVER = Duration.ofDays(1);

    private final Path root;
    private final Clock clock;

    DirectoryShelf(Path root, Clock clock) {
        this.root = root;
        this.clock = clock;
    }

    @Override
    public void open() throws IOException {
        try {
            Path incoming = Files.createDirectories(root.resolve(INCOMING));
            // Really write: rights alone don't tell (read-only file systems, access lists, quotas).
            Files.delete(Files.createTempFile(incoming, "", ".tmp"));
            tidy(incoming);
        } catch (IOException e) {
            throw new IOException(
                    "can't write into the archive's directory " + root
                            + "; make it one that the server's user can write",
                    e);
        }
    }

    private void tidy(Path incoming) throws IOException {
        FileTime old = FileTime.from(clock.instant().minus(LEFT_OVER));
        try (Stream<Path> files = Files.list(incoming)) {
            for (Path file : files.toList()) {
                if (Files.isRegularFile(file) && Files.getLastModifiedTime(file).compareTo(old) < 0) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    @Override
    public Map<String, Long> list(String folder) throws IOException {
        Map<String, Long> sizes = new TreeMap<>();
        Path start = root.resolve(folder);
        if (Files.isDirectory(start)) {
            try (Stream<Path> files = Files.walk(start)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    sizes.put(root.relativize(file).toString().replace(File.separatorChar, '/'), Files.size(file));
                }
            }
        }
        return sizes;
    }

    @Override
    public String sha256(String path) throws IOException {
        return Hex.sha256(root.resolve(path));
    }

    @Override
    public Optional<byte[]> read(String path) throws IOException {
        try {
            return Optional.of(Files.readAllBytes(root.resolve(path)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public void write(String path, byte[] content, String contentType) throws IOException {
        Path temporary = incoming();
        try {
            try (FileChannel channel = FileChannel.open(temporary, CREATE_NEW, WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            move(temporary, path);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    @Override
    public Path incoming() throws IOException {
        return Files.createDirectories(root.resolve(INCOMING)).resolve(UUID.randomUUID() + ".tmp");
    }

    @Override
    public void keep(String path, Download download) throws IOException {
        move(download.file(), path);
    }

    private void move(Path from, String path) throws IOException {
        Path to = root.resolve(path);
        Files.createDirectories(to.getParent());
        Files.move(from, to, ATOMIC_MOVE, REPLACE_EXISTING);
    }

    @Override
    public void sync(String folder) throws IOException {
        if (File.separatorChar == '\\') {
            return; // Windows can't open a directory; its file systems keep names safe themselves
        }
        Path bottom = root.resolve(folder);
        try (Stream<Path> folders = Files.walk(bottom)) {
            for (Path one : folders.filter(Files::isDirectory).toList()) {
                force(one);
            }
        }
        for (Path above = bottom.getParent(); above != null && above.startsWith(root); above = above.getParent()) {
            force(above);
        }
    }

    private static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, READ)) {
            channel.force(true);
        }
    }
}
