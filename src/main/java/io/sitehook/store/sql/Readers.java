package io.sitehook.store.sql;

import io.sitehook.store.StoreUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Connections for people's questions: read-only, a few at once, each question limited in time. They see what is
 * committed, and neither wait for the writer nor make it wait.
 */
final class Readers implements AutoCloseable {
    /** A question that takes longer is given up. */
    static final Duration LIMIT = Duration.ofSeconds(2);

    private static final int MOST_AT_ONCE = 4;

    private final Connections.Opener opener;
    private final Dialect dialect;
    private final boolean kept;
    private final Semaphore places = new Semaphore(MOST_AT_ONCE, true);
    // Guarded by itself.
    private final Deque<Reader> idle = new ArrayDeque<>();
    private boolean closed;

    /**
     * @param opener opens read-only connections with auto-commit off
     * @param kept whether connections are kept for the next question; otherwise they go back to a pool
     */
    Readers(Connections.Opener opener, Dialect dialect, boolean kept) {
        this.opener = opener;
        this.dialect = dialect;
        this.kept = kept;
    }

    /** A connection and the limit of what runs on it. */
    private record Reader(Connection connection, Dialect.ReadLimit limit) {}

    /**
     * Asks, on the caller's thread.
     *
     * @throws StoreUnavailableException if the database can't be read or the time is over
     */
    <T> T read(Connections.Body<T> body) {
        long end = System.nanoTime() + LIMIT.toNanos();
        try {
            if (!places.tryAcquire(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new StoreUnavailableException(
                        "too many people ask the database at once; ask again in a moment", null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("interrupted while waiting for the database", e);
        }
        try {
            return read(body, end);
        } finally {
            places.release();
        }
    }

    private <T> T read(Connections.Body<T> body, long end) {
        Reader reader = null;
        try {
            reader = take();
            reader.limit.begin(LIMIT);
            T result = body.run(reader.connection);
            reader.connection.rollback();
            giveBack(reader);
            return result;
        } catch (SQLException e) {
            discard(reader, e);
            String what = System.nanoTime() - end > 0
                    ? "the database took longer than " + LIMIT.toSeconds()
                            + " s to answer and was stopped; ask for less, such as a shorter time"
                    : "the database can't be read: " + dialect.errors().inWords(e);
            throw new StoreUnavailableException(what, e);
        } catch (RuntimeException e) {
            discard(reader, e);
            throw e;
        }
    }

    private Reader take() throws SQLException {
        synchronized (idle) {
            if (closed) {
                throw new StoreUnavailableException("the store is closed", null);
            }
            Reader reader = idle.poll();
            if (reader != null) {
                return reader;
            }
        }
        Connection connection = opener.open();
        try {
            return new Reader(connection, dialect.limit(connection));
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private void giveBack(Reader reader) throws SQLException {
        synchronized (idle) {
            if (kept && !closed) {
                idle.push(reader);
                return;
            }
        }
        reader.connection.close();
    }

    private static void discard(@Nullable Reader reader, Exception first) {
        if (reader != null) {
            try {
                reader.connection.close();
            } catch (SQLException e) {
                first.addSuppressed(e);
            }
        }
    }

    /** Closes what is idle; what is in use is closed by its user. */
    @Override
    public void close() throws SQLException {
        synchronized (idle) {
            closed = true;
            for (Reader reader : idle) {
                reader.connection.close();
            }
            idle.clear();
        }
    }
}
