package io.sitehook.sitecapture;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import io.sitehook.spi.Download;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes a body into a file beside its place, looks at it, and moves it there when it is whole and synced. Never more
 * than a buffer of it is in memory.
 */
final class FileIntake implements Intake<Download> {
    private static final int HEAD = 32;

    private final Path file;
    private final Path part;
    private final FileKind kind;
    private final MessageDigest digest = sha256();
    private final byte[] head = new byte[HEAD];
    private int headLength;
    private long size;
    private @Nullable FileChannel channel;
    private boolean abandoned;

    FileIntake(Path file, FileKind kind) {
        this.file = file.toAbsolutePath();
        this.part = this.file.resolveSibling("." + UUID.randomUUID() + ".part");
        this.kind = kind;
    }

    @Override
    public synchronized void begin(String contentType) throws UnwantedException {
        kind.checkContentType(contentType);
    }

    @Override
    public synchronized void take(ByteBuffer bytes) throws IOException {
        if (headLength < HEAD) {
            int length = Math.min(HEAD - headLength, bytes.remaining());
            bytes.duplicate().get(head, headLength, length);
            headLength += length;
            if (headLength == HEAD) {
                kind.typeOf(head, headLength);
            }
        }
        digest.update(bytes.duplicate());
        size += bytes.remaining();
        try {
            FileChannel open = open();
            while (bytes.hasRemaining()) {
                open.write(bytes);
            }
        } catch (IOException e) {
            throw new LocalFileException(e);
        }
    }

    private FileChannel open() throws IOException {
        if (abandoned) {
            throw new IOException("given up");
        }
        FileChannel open = channel;
        if (open == null) {
            open = FileChannel.open(part, CREATE_NEW, WRITE);
            channel = open;
        }
        return open;
    }

    @Override
    public synchronized Download end() throws IOException {
        String type = kind.typeOf(head, headLength);
        try (FileChannel open = open()) {
            open.force(true);
        } catch (IOException e) {
            throw new LocalFileException(e);
        }
        kind.checkWhole(type, part, size);
        try {
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new LocalFileException(e);
        }
        return Download.of(file, size, HexFormat.of().formatHex(digest.digest()), type);
    }

    @Override
    public synchronized void abandon() {
        abandoned = true;
        try {
            if (channel != null) {
                channel.close();
            }
            Files.deleteIfExists(part);
        } catch (IOException e) {
            System.getLogger(FileIntake.class.getName())
                    .log(System.Logger.Level.DEBUG, "the piece " + part + " of a download could not be deleted", e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
