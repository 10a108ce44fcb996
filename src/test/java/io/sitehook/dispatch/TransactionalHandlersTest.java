package io.sitehook.dispatch;

import static io.sitehook.testing.Incomings.change;
import static org.assertj.core.api.Assertions.assertThat;

import io.sitehook.spi.Delivery;
import io.sitehook.spi.Outcome;
import io.sitehook.spi.WorkflowStates;
import io.sitehook.store.Worklist;
import io.sitehook.store.sql.OnPostgres;
import io.sitehook.store.sql.OpenStore;
import io.sitehook.testing.MutableClock;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a transactional handler writes is there if, and only if, its delivery is done. */
@ExtendWith(OnPostgres.class)
@Timeout(60)
class TransactionalHandlersTest {
    private static final DeliveryPolicy POLICY =
            new DeliveryPolicy(5, List.of(Duration.ofMillis(1)), Duration.ofSeconds(30), 4, false);
    private static final DeliveryPolicy SHORT =
            new DeliveryPolicy(20, List.of(Duration.ofMillis(1)), Duration.ofMillis(500), 4, false);

    @TempDir
    Path home;

    private OpenStore store;
    private ScheduledExecutorService timer;
    private Deliveries deliveries;

    /** What it does with each delivery and its connection. */
    private interface Work {
        Outcome handle(Delivery delivery, Connection connection) throws Exception;
    }

    private record Transactional(Work work) implements InstalledHandler {
        @Override
        public String name() {
            return "h";
        }

        @Override
        public WorkflowStates states() {
            return WorkflowStates.all();
        }

        @Override
        public Worklist.Unit unit() {
            return OpenStore.UNIT;
        }

        @Override
        public Outcome handle(Delivery delivery) {
            throw new UnsupportedOperationException("it is transactional");
        }

        @Override
        public boolean isTransactional() {
            return true;
        }

        @Override
        public Outcome handle(Delivery delivery, Connection connection) throws Exception {
            return work.handle(delivery, connection);
        }

        @Override
        public boolean hold() {
            return true;
        }

        @Override
        public void release() {}
    }

    @BeforeEach
    void open() throws SQLException {
        store = new OpenStore(home, new MutableClock());
        timer = Executors.newScheduledThreadPool(2);
        try (Connection connection = store.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE effect (project text, attempt integer)");
        }
    }

    @AfterEach
    void close() {
        deliveries.stop(Duration.ZERO);
        store.close();
        timer.shutdownNow();
    }

    private void run(DeliveryPolicy policy, Work work) {
        deliveries = new Deliveries(
                store.worklist(),
                List::of,
                store.store().transactions(),
                store.wakeUp,
                Set::of,
                Set::of,
                store.clock,
                timer,
                (handler, outcome, dead, time) -> {});
        deliveries.install(Map.of(new Transactional(work), policy));
        deliveries.start();
    }

    private static void write(Delivery delivery, Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "INSERT INTO effect VALUES ('" + delivery.change().projectId() + "', " + delivery.attempt() + ")");
        }
    }

    /** Lets time pass, so that retries become due, until the rows are these. */
    private void awaitRows(String sql, String... rows) {
        while (!store.rows(sql).equals(List.of(rows))) {
            store.clock.advance(Duration.ofSeconds(1));
            store.wakeUp.ring();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10)); // the test's time limit ends it
            if (Thread.currentThread().isInterrupted()) {
                throw new AssertionError("still " + store.rows(sql));
            }
        }
    }

    @Test
    void whatFailsInAnyWayLeavesNothingAndWhatSucceedsIsThereOnce() {
        run(POLICY, (delivery, connection) -> {
            write(delivery, connection);
            return switch (delivery.attempt()) {
                case 1 -> Outcome.retry("not yet");
                case 2 -> throw new IllegalStateException("broken");
                case 3 -> {
                    try (Statement statement = connection.createStatement()) {
                        statement.execute("SELECT 1 / 0");
                    }
                    yield Outcome.done();
                }
                default -> Outcome.done("at last");
            };
        });
        store.put(change("1", "A"));
        awaitRows("SELECT state FROM delivery", "DONE");
        assertThat(store.rows("SELECT project, attempt FROM effect")).containsExactly("1 4");
        assertThat(store.rows("SELECT outcome FROM attempt ORDER BY number"))
                .containsExactly("RETRY", "FAILED", "FAILED", "DONE");
    }

    @Test
    void aHandlerThatHidesTheErrorOfItsTransactionIsNotDone() {
        run(POLICY, (delivery, connection) -> {
            write(delivery, connection);
            if (delivery.attempt() == 1) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("SELECT 1 / 0");
                } catch (SQLException e) {
                    return Outcome.done(); // the database has given up the transaction
                }
            }
            return Outcome.done();
        });
        store.put(change("1", "A"));
        awaitRows("SELECT state FROM delivery", "DONE");
        assertThat(store.rows("SELECT project, attempt FROM effect")).containsExactly("1 2");
    }

    @Test
    void aRejectionRollsBack() {
        run(POLICY, (delivery, connection) -> {
            write(delivery, connection);
            return Outcome.reject("no such project");
        });
        store.put(change("1", "A"));
        awaitRows("SELECT state FROM delivery", "DEAD");
        assertThat(store.rows("SELECT * FROM effect")).isEmpty();
    }

    @Test
    void whatComesAfterTheDeadlineIsRolledBack() {
        CountDownLatch late = new CountDownLatch(1);
        run(SHORT, (delivery, connection) -> {
            write(delivery, connection);
            while (delivery.attempt() == 1 && late.getCount() > 0) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
                boolean ignored = Thread.interrupted();
            }
            return Outcome.done();
        });
        store.put(change("1", "A"));
        awaitRows("SELECT outcome FROM attempt WHERE number = 1", "TIMED_OUT");
        late.countDown();
        awaitRows("SELECT state FROM delivery", "DONE");
        assertThat(store.rows("SELECT project FROM effect WHERE attempt > 1")).containsExactly("1");
        assertThat(store.rows("SELECT count(*) FROM effect")).containsExactly("1");
    }

    @Test
    void theLineGoesOnBehindIt() {
        run(POLICY, (delivery, connection) -> {
            write(delivery, connection);
            return Outcome.done();
        });
        for (int i = 0; i < 30; i++) {
            store.put(change("p" + i % 3, "S" + i));
        }
        awaitRows("SELECT count(*) FROM delivery WHERE state = 'DONE'", "30");
        assertThat(store.rows("SELECT count(*) FROM effect")).containsExactly("30");
    }
}
