package io.sitehook.store.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * The writer's connection: opened when it is needed, thrown away after an error. For one thread, but for
 * {@link #close()}, which comes after the last use.
 */
final class Connections implements AutoCloseable {

    /** Opens a connection with auto-commit off. */
    interface Opener {
        Connection open() throws SQLException;
    }

    /** What is done in a transaction. */
    interface Body<T> {
        T run(Connection connection) throws SQLException;
    }

    private final Opener opener;
    private @Nullable Connection connection;

    Connections(Opener opener) {
        this.opener = opener;
    }

    /**
     * Runs a body and commits. If anything fails, it is rolled back, and the first error is thrown.
     *
     * @throws SQLException if the database fails, the commit included; then call {@link #discard(Exception)}
     */
    <T> T inTransaction(Body<T> body) throws SQLException {
        if (connection == null) {
            connection = opener.open();
        }
        try {
            takeWriteLock(connection);
            T result = body.run(connection);
            connection.commit();
            return result;
        } catch (SQLException | RuntimeException e) {
            rollback(connection, e);
            throw e;
        }
    }

    /**
     * The driver begins the next transaction as soon as it has committed one. That one must hold no lock, or the database
     * would stay locked while nobody writes and a failure to lock it again would pass for a failed commit. So it is a
     * deferred one, exchanged here for one that has the lock before anything is read.
     */
    private static void takeWriteLock(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("COMMIT");
            statement.execute("BEGIN IMMEDIATE");
        }
    }

    private static void rollback(Connection connection, Exception first) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            first.addSuppressed(e);
        }
    }

    /** Closes the connection after an error, and with it every statement; the next transaction opens another. */
    void discard(Exception first) {
        Connection failed = connection;
        connection = null;
        if (failed != null) {
            try {
                failed.close();
            } catch (SQLException e) {
                first.addSuppressed(e);
            }
        }
    }

    @Override
    public void close() throws SQLException {
        if (connection != null) {
            connection.close();
        }
    }
}
