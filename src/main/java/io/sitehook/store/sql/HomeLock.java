package io.sitehook.store.sql;

import io.sitehook.store.StoreUnavailableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a second server, or a second copy of the web application in this one, off a home directory. The operating
 * system frees the lock when the process dies, however it dies.
 */
final class HomeLock implements AutoCloseable {
    private static final String FILE = "sitehook.lock";

    private final FileChannel channel;
    private final String claim;

    private HomeLock(FileChannel channel, String claim) {
        this.channel = channel;
        this.claim = claim;
    }

    /**
     * Takes it, for good.
     *
     * @param home the home directory; created if it is not there
     * @throws StoreUnavailableException if another holds it, or the file can't be written
     */
    static HomeLock acquire(Path home) {
        try {
            Files.createDirectories(home);
        } catch (IOException e) {
            throw new StoreUnavailableException("the home " + home + " can't be created: " + e, e);
        }
        Path file = home.resolve(FILE);
        // A second copy in this process must not even open the file: closing it again would free the first one's lock.
        // System properties are the one table that all web applications of a process share.
        String claim = "sitehook.lock:" + realPath(home);
        if (System.getProperties().putIfAbsent(claim, "held") != null) {
            throw inUse(home, "another copy of Sitehook in this same server");
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                throw inUse(home, holder(file));
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)),
                    0);
            return new HomeLock(channel, claim);
        } catch (IOException | RuntimeException e) {
            StoreUnavailableException refused = e instanceof StoreUnavailableException known
                    ? known
                    : new StoreUnavailableException("the lock file " + file + " can't be written: " + e, e);
            System.getProperties().remove(claim);
            close(channel, refused);
            throw refused;
        }
    }

    private static Path realPath(Path home) {
        try {
            return home.toRealPath();
        } catch (IOException e) {
            throw new StoreUnavailableException("the home " + home + " can't be read: " + e, e);
        }
    }

    private static StoreUnavailableException inUse(Path home, String holder) {
        return new StoreUnavailableException(
                "the home " + home + " is in use by " + holder
                        + ": one server per home. Stop that one, or give this one a home of its own (sitehook.home)",
                null);
    }

    private static String holder(Path file) {
        try {
            String pid = Files.readString(file, StandardCharsets.US_ASCII).strip();
            return pid.isEmpty() ? "another server" : "the server with process id " + pid;
        } catch (IOException e) {
            return "another server";
        }
    }

    private static void close(@Nullable FileChannel channel, Exception first) {
        if (channel == null) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            first.addSuppressed(e);
        }
    }

    /** Frees the lock after an error. */
    void free(Exception first) {
        try {
            close();
        } catch (IOException e) {
            first.addSuppressed(e);
        }
    }

    /** Frees the lock. The file stays: deleting it would let two servers lock two files of one name. */
    @Override
    public void close() throws IOException {
        System.getProperties().remove(claim);
        channel.close();
    }
}
