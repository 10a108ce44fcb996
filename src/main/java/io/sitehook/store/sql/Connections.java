package io.sitehook.store.sql;

import java.sql.Connection;
import java.sql.SQLException;
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

    /** How a transaction begins and ends. */
    interface Bounds {
        /** Begins one, with whatever lock it needs. */
        void begin(Connection connection) throws SQLException;

        /** Commits; returns when it is on disk. */
        void commit(Connection connection) throws SQLException;
    }

    private static final String NOTHING_TO_ROLL_BACK = "no transaction is active";

    private final Opener opener;
    private final Bounds bounds;
    private @Nullable Connection connection;

    Connections(Opener opener, Bounds bounds) {
        this.opener = opener;
        this.bounds = bounds;
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
            bounds.begin(connection);
            T result = body.run(connection);
            bounds.commit(connection);
            return result;
        } catch (SQLException | RuntimeException e) {
            rollback(connection, e);
            throw e;
        }
    }

    private static void rollback(Connection connection, Exception first) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            // SQLite has rolled back by itself after some errors, a full disk for example.
            if (!String.valueOf(e.getMessage()).contains(NOTHING_TO_ROLL_BACK)) {
                first.addSuppressed(e);
            }
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
