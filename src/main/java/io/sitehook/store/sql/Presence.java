package io.sitehook.store.sql;

import io.sitehook.store.DaemonThreads;
import io.sitehook.store.StoreUnavailableException;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * A connection that is there as long as this server is: it holds the server's name, says every few seconds that it is
 * alive, and hears at once what other servers announce. If it is lost, another is opened.
 */
final class Presence implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(Presence.class.getName());
    private static final Duration BEAT = Duration.ofSeconds(5);
    /** Longer than any statement waits for its client that is alive. */
    private static final Duration HUNG = Duration.ofSeconds(10);
    /** How long one wait for an announcement lasts; shorter than the driver's limit for an answer. */
    private static final Duration WAIT = Duration.ofSeconds(1);

    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(1);

    // The database notices within half a minute that this server's machine is gone, and frees the name.
    private static final String WATCH_THE_LINE =
            "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3";
    private static final String TAKE_NAME = "SELECT pg_try_advisory_lock(hashtextextended(?, 7203))::int";
    private static final String ENTER = "INSERT INTO node (name, version, started_at, seen_at) VALUES (?, ?, "
            + DatabaseTime.NOW + ", " + DatabaseTime.NOW
            + ") ON CONFLICT (name) DO UPDATE SET version = excluded.version, started_at = excluded.started_at,"
            + " seen_at = excluded.seen_at";
    private static final String BEAT_SQL = "UPDATE node SET seen_at = " + DatabaseTime.NOW + " WHERE name = ?";

    private static final String FORGET = "DELETE FROM node WHERE name <> ? AND seen_at < " + DatabaseTime.NOW + " - "
            + PostgresNodes.REMEMBERED.toMillis();

    private final PostgresSource source;
    private final PostgresStore.Self self;
    private final Listener listener;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable Connection connection;

    /** Hears of what others announce, on the presence's thread. */
    interface Listener {
        /** These were announced, or may have been, since the connection was lost. */
        void heard(Set<Dialect.Topic> topics);
    }

    Presence(PostgresSource source, PostgresStore.Self self, Listener listener) {
        this.source = source;
        this.self = self;
        this.listener = listener;
        thread = new Thread(this::run, "sitehook-presence");
        thread.setDaemon(true);
    }

    /**
     * Connects, takes the name, and says that this server has begun.
     *
     * @throws StoreUnavailableException if another server has the name
     */
    void enter() throws SQLException {
        connect();
        new Query(ENTER, self.name(), self.version()).update(connected());
    }

    private Connection connected() throws SQLException {
        Connection connected = connection;
        if (connected == null) {
            throw new SQLException("not connected", "08003");
        }
        return connected;
    }

    private void connect() throws SQLException {
        Connection opened = source.source().getConnection();
        try (Statement statement = opened.createStatement()) {
            opened.setAutoCommit(true);
            statement.execute(WATCH_THE_LINE);
            Long taken = new Query(TAKE_NAME, self.name()).number(opened);
            if (taken == null || taken == 0) {
                throw new StoreUnavailableException(
                        "another server by the name " + self.name() + " works on this database. Give each a name of its"
                                + " own (sitehook.node); if that one was cut off, it is forgotten in half a minute",
                        null);
            }
            statement.execute("LISTEN " + PostgresDialect.CHANNEL);
            connection = opened;
        } catch (SQLException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    void start() {
        thread.start();
    }

    private void run() {
        boolean troubled = false;
        while (closing.getCount() > 0) {
            try {
                if (connection == null) {
                    connect();
                    listener.heard(EnumSet.allOf(Dialect.Topic.class));
                }
                if (troubled) {
                    LOGGER.log(Level.INFO, "this server, " + self.name() + ", hears the others again");
                }
                troubled = false;
                listen();
            } catch (SQLException | RuntimeException e) {
                if (!troubled && closing.getCount() > 0) {
                    LOGGER.log(
                            Level.WARNING,
                            "the connection that listens to other servers has failed; it is opened again, and meanwhile"
                                    + " work is looked for every few seconds: " + inWords(e));
                }
                troubled = true;
                disconnect();
                pause(AFTER_TROUBLE);
            }
        }
        disconnect();
    }

    private static String inWords(Exception e) {
        return e instanceof SQLException sql ? PostgresErrors.INSTANCE.inWords(sql) : String.valueOf(e.getMessage());
    }

    /** Until something fails, or this is closed. */
    private void listen() throws SQLException {
        Connection connected = connected();
        @Nullable
        PGConnection driver = connected.isWrapperFor(PGConnection.class) ? connected.unwrap(PGConnection.class) : null;
        long beaten = System.nanoTime() - BEAT.toNanos();
        while (closing.getCount() > 0) {
            if (System.nanoTime() - beaten >= BEAT.toNanos()) {
                beaten = System.nanoTime();
                if (new Query(BEAT_SQL, self.name()).update(connected) == 0) {
                    new Query(ENTER, self.name(), self.version()).update(connected);
                }
                new Query(FORGET, self.name()).update(connected);
                endHungSessions(connected);
                // A handler's registration, or a server's end, that nobody announced.
                listener.heard(EnumSet.of(Dialect.Topic.HANDLERS, Dialect.Topic.PAUSES));
            }
            Set<Dialect.Topic> topics = driver == null ? looked() : heard(driver);
            if (!topics.isEmpty()) {
                listener.heard(topics);
            }
        }
    }

    private static void endHungSessions(Connection connected) throws SQLException {
        List<String> ended = HungSessions.end(connected, HUNG);
        if (!ended.isEmpty()) {
            LOGGER.log(
                    Level.WARNING,
                    "a server hung for " + HUNG.toSeconds()
                            + " s in the middle of a transaction and held up the others;"
                            + " its database session was ended, and nothing that was acknowledged is lost: process "
                            + String.join(", ", ended));
        }
    }

    /** A container's pool that hides the driver leaves nothing but to look. */
    private Set<Dialect.Topic> looked() {
        pause(WAIT);
        return EnumSet.allOf(Dialect.Topic.class);
    }

    private Set<Dialect.Topic> heard(PGConnection driver) throws SQLException {
        PGNotification[] notifications = driver.getNotifications((int) WAIT.toMillis());
        Set<Dialect.Topic> topics = EnumSet.noneOf(Dialect.Topic.class);
        if (notifications != null) {
            for (PGNotification notification : notifications) {
                String[] said = notification.getParameter().split(" ", 2);
                if (said.length == 2 && said[1].equals(self.name())) {
                    continue; // whoever announces has done here what is to be done
                }
                try {
                    topics.add(Dialect.Topic.valueOf(said[0]));
                } catch (IllegalArgumentException e) {
                    LOGGER.log(Level.DEBUG, "a newer server announces what this one does not know", e);
                }
            }
        }
        return topics;
    }

    private void pause(Duration time) {
        try {
            if (closing.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
                LOGGER.log(Level.DEBUG, "the server stops");
            }
        } catch (InterruptedException e) {
            // only close() ends this thread
        }
    }

    /** Ends the wait for an announcement; with the connection the database frees the name. */
    private void cutOff() {
        Connection waiting = connection;
        if (waiting != null) {
            try {
                waiting.abort(Runnable::run);
            } catch (SQLException e) {
                LOGGER.log(Level.DEBUG, "the wait ends by itself within " + WAIT.toMillis() + " ms", e);
            }
        }
    }

    private void disconnect() {
        Connection failed = connection;
        connection = null;
        if (failed != null) {
            try (Statement statement = failed.createStatement()) {
                // It may go back to a pool.
                statement.execute("SELECT pg_advisory_unlock_all()");
                statement.execute("UNLISTEN *");
            } catch (SQLException e) {
                LOGGER.log(Level.DEBUG, "the lost connection can't be tidied", e);
            }
            try {
                failed.close();
            } catch (SQLException e) {
                LOGGER.log(Level.DEBUG, "the lost connection can't be closed", e);
            }
        }
    }

    @Override
    public void close() {
        closing.countDown();
        if (!thread.isAlive()) {
            disconnect();
            return;
        }
        cutOff();
        DaemonThreads.join(thread);
    }
}
