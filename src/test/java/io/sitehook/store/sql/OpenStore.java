package io.sitehook.store.sql;

import io.sitehook.store.CommitListener;
import io.sitehook.store.Incoming;
import io.sitehook.store.Receipt;
import io.sitehook.store.Store;
import io.sitehook.store.WakeUp;
import io.sitehook.store.Worklist;
import io.sitehook.testing.MutableClock;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A real store of a test, with a clock of its own: SQLite in a directory, or, {@link OnPostgres}, a database. */
public final class OpenStore implements AutoCloseable {
    public static final Worklist.Unit UNIT = new Worklist.Unit("example.jar", "1.0", "ab".repeat(32));
    private static final int QUEUE_LIMIT = 100_000;

    public final MutableClock clock;
    public final WakeUp wakeUp = new WakeUp();
    private final Path home;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Store store;
    private @Nullable Connection kept;

    public OpenStore(Path home, MutableClock clock) {
        this(home, clock, QUEUE_LIMIT);
    }

    public OpenStore(Path home, MutableClock clock, int queueLimit) {
        this.home = home;
        this.clock = clock;
        store = OnPostgres.is()
                ? PostgresStore.open(
                        OnPostgres.source(home),
                        new PostgresStore.Self(home, "test", "test"),
                        clock,
                        time -> {},
                        wakeUp,
                        timer,
                        queueLimit,
                        CommitListener.NONE,
                        () -> {})
                : SqliteStore.open(home, clock, wakeUp, timer, queueLimit, CommitListener.NONE, "test");
    }

    public Worklist worklist() {
        return store.worklist();
    }

    public Store store() {
        return store;
    }

    public Receipt put(Incoming incoming) {
        return get(store.inbox().store(incoming));
    }

    public int route(String handler) {
        return get(worklist().route(event -> List.of(new Worklist.Target(handler, false)), 1000));
    }

    public List<Worklist.Claimed> claim(String handler, int limit) {
        return get(worklist().claim(List.of(capacity(handler, limit)), Set.of()))
                .deliveries();
    }

    public static Worklist.Capacity capacity(String handler, int limit) {
        return new Worklist.Capacity(handler, limit, Duration.ofSeconds(60), UNIT);
    }

    /** How an attempt ends that has nothing to say. */
    static Worklist.Result done() {
        return new Worklist.Result(Worklist.AttemptOutcome.DONE, new Worklist.Done(), null, null, null);
    }

    public static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new AssertionError(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    /** Rows as text, columns joined by a blank, read by a connection of the test's own. */
    public List<String> rows(String sql) {
        try (Connection opened = OnPostgres.is() ? null : connect();
                Statement statement = (opened == null ? kept() : opened).createStatement();
                ResultSet row = statement.executeQuery(
                        OnPostgres.is() ? sql.replace("CAST(body AS TEXT)", "convert_from(body, 'UTF8')") : sql)) {
            List<String> rows = new ArrayList<>();
            int columns = row.getMetaData().getColumnCount();
            while (row.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    Object value = row.getObject(i);
                    // PostgreSQL has a type for yes and no.
                    values.add(value instanceof Boolean yes ? (yes ? "1" : "0") : String.valueOf(row.getString(i)));
                }
                rows.add(String.join(" ", values));
            }
            return rows;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** For questions: opening one costs PostgreSQL a process. */
    private Connection kept() throws SQLException {
        if (kept == null) {
            kept = connect();
        }
        return kept;
    }

    public Connection connect() throws SQLException {
        return OnPostgres.is()
                ? OnPostgres.connect(home)
                : DriverManager.getConnection("jdbc:sqlite:" + home.resolve("sitehook.db"));
    }

    @Override
    public void close() {
        try {
            if (kept != null) {
                kept.close();
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        store.close();
        timer.shutdownNow();
    }
}
