package io.sitehook.store.sql;

import io.sitehook.store.AuditTrail;
import io.sitehook.store.CommitListener;
import io.sitehook.store.ConfigurationStore;
import io.sitehook.store.Counters;
import io.sitehook.store.DaemonThreads;
import io.sitehook.store.Inbox;
import io.sitehook.store.Ledger;
import io.sitehook.store.Nodes;
import io.sitehook.store.Purge;
import io.sitehook.store.RejectionStore;
import io.sitehook.store.RelayStore;
import io.sitehook.store.Repairs;
import io.sitehook.store.Store;
import io.sitehook.store.Sweeps;
import io.sitehook.store.Transactions;
import io.sitehook.store.WakeUp;
import io.sitehook.store.Worklist;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A store in an SQL database: the parts, put together over its writers and readers. */
final class SqlStore implements Store {
    private static final System.Logger LOGGER = System.getLogger(SqlStore.class.getName());
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(5);
    private static final int ANSWER_THREADS = 2;
    private static final long WATCH_MILLIS = 250;

    /**
     * What the caller brings.
     *
     * @param clock for times in rows
     * @param wakeUp rung when there may be something to run
     * @param timer for the watch over time limits; not owned
     * @param queueLimit how many requests may wait for their commit
     * @param listener hears of the transactions, on the writer's thread
     */
    record Surroundings(
            Clock clock, WakeUp wakeUp, ScheduledExecutorService timer, int queueLimit, CommitListener listener) {}

    /**
     * The database.
     *
     * @param inbox the connection that requests are stored on
     * @param work the connection that all else is written on; null: the same one, since there may be one writer only
     * @param readers opens connections for reading
     * @param keepReaders whether those are kept between questions
     * @param transactions makes those for handlers; null if there are none
     * @param rest what is closed at the end, after all connections
     */
    record Database(
            Connections inbox,
            @Nullable Connections work,
            Connections.Opener readers,
            boolean keepReaders,
            Dialect dialect,
            @Nullable Function<FinishAttempts, Transactions> transactions,
            List<AutoCloseable> rest) {}

    /** Makes the part that knows the servers, over the writer and the readers. */
    interface NodesMaker {
        Nodes over(GroupCommit work, Readers readers, PausedHandlers paused, LongSupplier storedByAll);
    }

    private final ExecutorService answers;
    private final ExecutorService results;
    private final List<GroupCommit> writers = new ArrayList<>();
    private final ScheduledFuture<?> watch;
    private final DaemonThreads answerThreads = new DaemonThreads("sitehook-answer");
    private final DaemonThreads resultThreads = new DaemonThreads("sitehook-result");
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
    private final Nodes nodes;
    private final @Nullable Transactions transactions;
    private final List<AutoCloseable> parts = new ArrayList<>();

    SqlStore(Database database, Surroundings around, NodesMaker nodesMaker) {
        answers = Executors.newFixedThreadPool(ANSWER_THREADS, answerThreads);
        results = Executors.newSingleThreadExecutor(resultThreads);
        Dialect dialect = database.dialect();
        Connections work = database.work();
        GroupCommit accepting = writer(database.inbox(), dialect, around, "sitehook-store-writer");
        GroupCommit working = work == null ? accepting : writer(work, dialect, around, "sitehook-store-worker");
        readers = new Readers(database.readers(), dialect, database.keepReaders());
        Clock clock = around.clock();
        UuidV7 ids = new UuidV7();
        counters = new SqlCounters(readers, clock);
        PausedHandlers paused = new PausedHandlers(readers);
        nodes = nodesMaker.over(working, readers, paused, counters::stored);
        // What is accepted on a connection of its own must not wait for the lock on the lines of deliveries.
        RouteArrivals routeArrivals = new RouteArrivals(dialect, work == null);
        inbox = new SqlInbox(
                accepting,
                new InsertEvents(ids, dialect, routeArrivals),
                clock,
                around.wakeUp(),
                around.queueLimit(),
                REQUEST_LIMIT);
        worklist = new SqlWorklist(working, dialect, clock, nodes.self(), nodes instanceof SingleNode, routeArrivals);
        transactions = database.transactions() == null
                ? null
                : database.transactions().apply(new FinishAttempts(dialect, clock));
        ledger = new SqlLedger(readers, dialect);
        auditTrail = new SqlAuditTrail(working, readers, clock);
        repairs = new SqlRepairs(working, readers, ids, clock, around.wakeUp(), dialect, paused, nodes.self());
        configuration = new SqlConfiguration(working, clock, dialect);
        relays = new SqlRelayStore(working);
        rejections = new SqlRejections(working, readers);
        sweeps = new SqlSweeps(working);
        purge = new SqlPurge(working, readers, dialect, System::nanoTime);
        writers.forEach(GroupCommit::start);
        repairs.cancelOldJobs();
        watch = around.timer().scheduleWithFixedDelay(this::watch, WATCH_MILLIS, WATCH_MILLIS, TimeUnit.MILLISECONDS);
        if (nodes instanceof AutoCloseable closeable) {
            parts.add(closeable);
        }
        parts.add(readers);
        parts.addAll(writers);
        parts.add(database.inbox());
        if (work != null) {
            parts.add(work);
        }
        parts.add(this::endAnswers);
        parts.addAll(database.rest());
    }

    private GroupCommit writer(Connections connections, Dialect dialect, Surroundings around, String name) {
        GroupCommit writer = new GroupCommit(
                connections, answers, results, System::nanoTime, around.listener(), dialect.errors(), name);
        writers.add(writer);
        return writer;
    }

    @Override
    public Inbox inbox() {
        return inbox;
    }

    @Override
    public Worklist worklist() {
        return worklist;
    }

    @Override
    public Ledger ledger() {
        return ledger;
    }

    @Override
    public Counters counters() {
        return counters;
    }

    @Override
    public AuditTrail auditTrail() {
        return auditTrail;
    }

    @Override
    public Repairs repairs() {
        return repairs;
    }

    @Override
    public int queued() {
        return writers.stream().mapToInt(GroupCommit::queued).sum();
    }

    @Override
    public ConfigurationStore configuration() {
        return configuration;
    }

    @Override
    public RelayStore relays() {
        return relays;
    }

    @Override
    public RejectionStore rejections() {
        return rejections;
    }

    @Override
    public Sweeps sweeps() {
        return sweeps;
    }

    @Override
    public Purge purge() {
        return purge;
    }

    @Override
    public Optional<String> trouble() {
        return writers.stream().flatMap(writer -> writer.trouble().stream()).findFirst();
    }

    @Override
    public Optional<Transactions> transactions() {
        return Optional.ofNullable(transactions);
    }

    @Override
    public Nodes nodes() {
        return nodes;
    }

    private void watch() {
        try {
            for (GroupCommit writer : writers) {
                writer.failOverdue();
                if (writer.trouble().isPresent()) {
                    writer.probe();
                }
            }
        } catch (RuntimeException e) {
            LOGGER.log(System.Logger.Level.ERROR, "the watch over the store failed; it goes on", e);
        }
    }

    @Override
    public void close() {
        watch.cancel(false);
        for (AutoCloseable part : parts) {
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
        results.shutdown();
        answers.shutdown();
        if (!answers.awaitTermination(REQUEST_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
            LOGGER.log(System.Logger.Level.WARNING, "some answers could not be given before the stop");
        }
        answerThreads.awaitEnd();
        resultThreads.awaitEnd();
    }
}
