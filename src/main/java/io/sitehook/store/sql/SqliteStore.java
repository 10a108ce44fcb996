package io.sitehook.store.sql;

import io.sitehook.store.CommitListener;
import io.sitehook.store.Store;
import io.sitehook.store.StoreUnavailableException;
import io.sitehook.store.WakeUp;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import org.sqlite.SQLiteDataSource;

/** The store in one SQLite file in the home directory, for one server. */
public final class SqliteStore {
    static final String FILE = "sitehook.db";

    private SqliteStore() {}

    /**
     * Opens the store: takes the home's lock, brings the schema up to date, starts the writer.
     *
     * @param home the home directory; created if it is not there
     * @param clock for times in rows
     * @param wakeUp rung when an event was stored
     * @param timer for the watch over time limits; not owned
     * @param queueLimit how many requests may wait for their commit
     * @param listener hears of the transactions, on the writer's thread
     * @param version of Sitehook, shown to people
     * @throws StoreUnavailableException saying what is in the way; nothing is left open
     */
    public static Store open(
            Path home,
            Clock clock,
            WakeUp wakeUp,
            ScheduledExecutorService timer,
            int queueLimit,
            CommitListener listener,
            String version) {
        HomeLock lock = HomeLock.acquire(home);
        StoreMark mark = new StoreMark(home.resolve(FILE));
        try {
            SqliteFile file = new SqliteFile(home.resolve(FILE));
            begin(mark, file);
            SqliteDialect dialect = new SqliteDialect(file::sizeBytes, mark);
            return new SqlStore(
                    new SqlStore.Database(
                            new Connections(file, dialect),
                            null,
                            file::openReadOnly,
                            true,
                            dialect,
                            null,
                            List.of(mark, lock)),
                    new SqlStore.Surroundings(clock, wakeUp, timer, queueLimit, listener),
                    (work, readers, paused, stored) ->
                            new SingleNode(ManagementFactory.getRuntimeMXBean().getName(), version, clock, stored));
        } catch (StoreUnavailableException e) {
            mark.close();
            lock.free(e);
            throw e;
        } catch (SQLException e) {
            StoreUnavailableException unusable = new StoreUnavailableException(
                    "the database " + home.resolve(FILE) + " can't be used: " + SqliteErrors.INSTANCE.inWords(e), e);
            mark.close();
            lock.free(unusable);
            throw unusable;
        }
    }

    /** Brings the schema of a file up to date, and looks whether the file is whole. Whoever calls holds the home's lock. */
    static void bringUpToDate(Path home, SqliteFile file) throws SQLException {
        try (StoreMark mark = new StoreMark(home.resolve(FILE))) {
            begin(mark, file);
        }
    }

    private static void begin(StoreMark mark, SqliteFile file) throws SQLException {
        mark.requireDatabase();
        prepare(file);
        mark.begin(lastEvent(file));
    }

    private static long lastEvent(SqliteFile file) throws SQLException {
        try (Connection connection = file.open()) {
            return SqliteDialect.lastEvent(connection);
        }
    }

    private static void prepare(SqliteFile file) throws SQLException {
        try (Connection connection = file.open()) {
            SqliteFile.checkLibrary(connection);
            SqliteFile.letItShrink(connection);
        }
        Schema.SQLITE.migrate(new SQLiteDataSource() {
            @Override
            public Connection getConnection() throws SQLException {
                Connection connection = file.open();
                connection.setAutoCommit(true);
                return connection;
            }
        });
        file.created();
    }
}
