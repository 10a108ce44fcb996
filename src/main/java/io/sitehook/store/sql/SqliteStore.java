package io.sitehook.store.sql;

import io.sitehook.store.AuditTrail;
import io.sitehook.store.CommitListener;
import io.sitehook.store.ConfigurationStore;
import io.sitehook.store.Counters;
import io.sitehook.store.DaemonThreads;
import io.sitehook.store.Inbox;
import io.sitehook.store.Ledger;
import io.sitehook.store.Purge;
import io.sitehook.store.RejectionStore;
import io.sitehook.store.RelayStore;
import io.sitehook.store.Repairs;
import io.sitehook.store.StoreUnavailableException;
import io.sitehook.store.Sweeps;
import io.sitehook.store.WakeUp;
import io.sitehook.store.Worklist;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.sqlite.SQLiteDataSource;

/** The store in one SQLite file in the home directory, for one server. */
public final class SqliteStore implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(SqliteStore.class.getName());
    private static final String FILE = "sitehook.db";
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(5);
    private static final int ANSWER_THREADS = 2;
    private static final long WATCH_MILLIS = 250;

    private final HomeLock lock;
    private final Connections connections;
    private final ExecutorService answers;
    private final GroupCommit commits;
    private final ScheduledFuture<?> watch;
    private final DaemonThreads answerThreads = new DaemonThreads("sitehook-answer");
    private final Inbox inbox;
    private final Worklist worklist;
    private final ConfigurationStore configuration;
    private final RelayStore relays;
    private final RejectionStore rejections;
    private final Readers readers;
    private final Ledger ledger;
    private final Counters counters;
    private final AuditTrail auditTrail;
    private final Sweeps sweeps;
    private final SqlRepairs repairs;
    private final Purge purge;

    /**
     * Opens the store: takes the home's lock, brings the schema up to date, starts the writer.
     *
     * @param home the home directory; created if it is not there
     * @param clock for times in rows
     * @param wakeUp rung when an event was stored
     * @param timer for the watch over time limits; not owned
     * @param queueLimit how many requests may wait for their commit
     * @throws StoreUnavailableException saying what is in the way; nothing is left open
     */
    public static SqliteStore open(
            Path home, Clock clock, WakeUp wakeUp, ScheduledExecutorService timer, int queueLimit) {
        return open(home, clock, wakeUp, timer, queueLimit, CommitListener.NONE);
    }

    /**
     * As the other, with somebody who hears of the transactions.
     *
     * @param listener hears of them on the writer's thread
     */
    public static SqliteStore open(
            Path home,
            Clock clock,
            WakeUp wakeUp,
            ScheduledExecutorService timer,
            int queueLimit,
            CommitListener listener) {
        try {
            Files.createDirectories(home);
        } catch (IOException e) {
            throw new StoreUnavailableException("the home " + home + " can't be created: " + e, e);
        }
        HomeLock lock = HomeLock.acquire(home);
        try {
            SqliteFile file = new SqliteFile(home.resolve(FILE));
            prepare(file);
            return new SqliteStore(lock, file, clock, wakeUp, timer, queueLimit, listener);
        } catch (StoreUnavailableException e) {
            free(lock, e);
            throw e;
        } catch (SQLException e) {
            StoreUnavailableException unusable = new StoreUnavailableException(
                    "the database " + home.resolve(FILE) + " can't be used: " + SqliteErrors.inWords(e), e);
            free(lock, unusable);
            throw unusable;
        }
    }

    private static void prepare(SqliteFile file) throws SQLException {
        try (Connection connection = file.open()) {
            SqliteFile.checkLibrary(connection);
            SqliteFile.letItShrink(connection);
        }
        Schema.migrate(new SQLiteDataSource() {
            @Override
            public Connection getConnection() throws SQLException {
                Connection connection = file.open();
                connection.setAutoCommit(true);
                return connection;
            }
        });
        file.created();
    }

    private static void free(HomeLock lock, Exception first) {
        try {
            lock.close();
        } catch (IOException e) {
            first.addSuppressed(e);
        }
    }

    private SqliteStore(
            HomeLock lock,
            SqliteFile file,
            Clock clock,
            WakeUp wakeUp,
            ScheduledExecutorService timer,
            int queueLimit,
            CommitListener listener) {
        this.lock = lock;
        connections = new Connections(file);
        answers = Executors.newFixedThreadPool(ANSWER_THREADS, answerThreads);
        commits = new GroupCommit(connections, answers, System::nanoTime, listener);
        UuidV7 ids = new UuidV7();
        inbox = new SqlInbox(commits, ids, clock, wakeUp, queueLimit, REQUEST_LIMIT);
        worklist = new SqlWorklist(
                commits, clock, ManagementFactory.getRuntimeMXBean().getName());
        readers = new Readers(file::openReadOnly);
        ledger = new SqlLedger(readers, file::sizeBytes);
        counters = new SqlCounters(readers, clock);
        auditTrail = new SqlAuditTrail(commits, readers, clock);
        repairs = new SqlRepairs(commits, readers, ids, clock, wakeUp);
        configuration = new SqlConfiguration(commits, clock);
        relays = new SqlRelayStore(commits);
        rejections = new SqlRejections(commits, readers);
        sweeps = new SqlSweeps(commits);
        purge = new SqlPurge(commits, readers, System::nanoTime);
        commits.start();
        repairs.cancelOldJobs();
        watch = timer.scheduleWithFixedDelay(this::watch, WATCH_MILLIS, WATCH_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Where verified requests are put. */
    public Inbox inbox() {
        return inbox;
    }

    /** What is to be run. */
    public Worklist worklist() {
        return worklist;
    }

    /** What is stored, for people. */
    public Ledger ledger() {
        return ledger;
    }

    /** What came in and was done, counted. */
    public Counters counters() {
        return counters;
    }

    /** Who did what. */
    public AuditTrail auditTrail() {
        return auditTrail;
    }

    /** What a person does to it. */
    public Repairs repairs() {
        return repairs;
    }

    /** How much waits to be written. */
    public int queued() {
        return commits.queued();
    }

    /** What was configured in the admin page. */
    public ConfigurationStore configuration() {
        return configuration;
    }

    /** What sending on has to remember. */
    public RelayStore relays() {
        return relays;
    }

    /** Which posts were refused, and when secrets were used. */
    public RejectionStore rejections() {
        return rejections;
    }

    /** What the sweep for missed status changes knows and notes. */
    public Sweeps sweeps() {
        return sweeps;
    }

    /** Takes out what was kept long enough. */
    public Purge purge() {
        return purge;
    }

    /** Why the store can't write now, in words; empty if it can. */
    public Optional<String> trouble() {
        return commits.trouble();
    }

    private void watch() {
        try {
            commits.failOverdue();
            if (commits.trouble().isPresent()) {
                commits.probe();
            }
        } catch (RuntimeException e) {
            LOGGER.log(System.Logger.Level.ERROR, "the watch over the store failed; it goes on", e);
        }
    }

    /** Writes what is queued, ends the writer and frees the home. */
    @Override
    public void close() {
        watch.cancel(false);
        for (AutoCloseable part : List.<AutoCloseable>of(readers, commits, connections, this::endAnswers, lock)) {
            try {
                part.close();
            } catch (Exception e) {
                LOGGER.log(
                        System.Logger.Level.WARNING,
                        "a part of the store did not close well; what was stored is safe",
                        e);
            }
        }
    }

    private void endAnswers() throws InterruptedException {
        answers.shutdown();
        if (!answers.awaitTermination(REQUEST_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
            LOGGER.log(System.Logger.Level.WARNING, "some answers could not be given before the stop");
        }
        answerThreads.awaitEnd();
    }
}
