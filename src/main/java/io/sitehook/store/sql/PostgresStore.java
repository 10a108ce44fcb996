package io.sitehook.store.sql;

import io.sitehook.store.CommitListener;
import io.sitehook.store.Store;
import io.sitehook.store.StoreUnavailableException;
import io.sitehook.store.WakeUp;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The store in a PostgreSQL database, for any number of servers.
 *
 * <p>Requests are stored by each server on a connection of its own, next to the others. What changes the lines of
 * deliveries is done by one server at a time, each in one transaction for all that has come together, as the one writer
 * of an SQLite file does it.
 */
public final class PostgresStore {
    private static final System.Logger LOGGER = System.getLogger(PostgresStore.class.getName());
    private static final int OLDEST_VERSION = 13;

    private PostgresStore() {}

    /**
     * Who this server is.
     *
     * @param home its home directory, which no other server has
     * @param name its name, which no other server has
     * @param version of Sitehook
     */
    public record Self(Path home, String name, String version) {}

    /**
     * Opens the store: takes the home's lock and the name, brings the schema up to date, starts the writers.
     *
     * @param source where connections come from; closed with the store, and if this fails
     * @param clock for times in rows
     * @param time is told the database's time
     * @param wakeUp rung when there may be something to run
     * @param timer for the watch over time limits; not owned
     * @param queueLimit how many requests may wait for their commit
     * @param listener hears of the transactions, on the writers' threads
     * @param configurationChanged told when another server changed connections or subscriptions; short, or on a thread of
     *     its own
     * @throws StoreUnavailableException saying what is in the way; nothing is left open
     */
    public static Store open(
            PostgresSource source,
            Self self,
            Clock clock,
            LongConsumer time,
            WakeUp wakeUp,
            ScheduledExecutorService timer,
            int queueLimit,
            CommitListener listener,
            Runnable configurationChanged) {
        HomeLock lock = null;
        PostgresNodes nodes = null;
        try {
            lock = HomeLock.acquire(self.home());
            check(source);
            Schema.POSTGRESQL.migrate(source.source());
            PostgresDialect dialect = new PostgresDialect(self.name(), time);
            nodes = new PostgresNodes(source, self, wakeUp, configurationChanged);
            nodes.enter();
            PostgresNodes entered = nodes;
            return new SqlStore(
                    new SqlStore.Database(
                            new Connections(source::open, dialect.accepting()),
                            new Connections(source::open, dialect.working()),
                            source::openReadOnly,
                            false,
                            dialect,
                            finishAttempts -> new PostgresTransactions(source, dialect, finishAttempts),
                            List.of(source, lock)),
                    new SqlStore.Surroundings(clock, wakeUp, timer, queueLimit, listener),
                    (work, readers, paused, stored) -> entered.over(work, readers, paused, dialect, clock));
        } catch (StoreUnavailableException e) {
            free(nodes, source, lock, e);
            throw e;
        } catch (SQLException e) {
            StoreUnavailableException unusable = new StoreUnavailableException(
                    "the database " + source.name() + " can't be used: " + PostgresErrors.INSTANCE.inWords(e), e);
            free(nodes, source, lock, unusable);
            throw unusable;
        }
    }

    static void check(PostgresSource source) throws SQLException {
        try (Connection connection = source.open()) {
            if (!connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")) {
                throw new StoreUnavailableException(
                        "the database " + source.name() + " is no PostgreSQL, which is the one this store works with",
                        null);
            }
            if (connection.getMetaData().getDatabaseMajorVersion() < OLDEST_VERSION) {
                throw new StoreUnavailableException(
                        "the database is PostgreSQL "
                                + connection.getMetaData().getDatabaseProductVersion() + "; " + OLDEST_VERSION
                                + " or later is needed",
                        null);
            }
            if ("off".equals(new Query("SHOW fsync").first(connection, row -> row.getString(1)))) {
                LOGGER.log(
                        Level.WARNING,
                        "the database runs with fsync = off: what is acknowledged is lost if its machine fails. Set it to"
                                + " on");
            }
            connection.rollback();
        }
    }

    private static void free(
            @Nullable AutoCloseable nodes, AutoCloseable source, @Nullable AutoCloseable lock, Exception first) {
        for (AutoCloseable part : new AutoCloseable[] {nodes, source, lock}) {
            try {
                if (part != null) {
                    part.close();
                }
            } catch (Exception e) {
                first.addSuppressed(e);
            }
        }
    }
}
