package io.sitehook.dispatch;

import static io.sitehook.testing.Incomings.change;
import static org.assertj.core.api.Assertions.assertThat;

import io.sitehook.spi.Outcome;
import io.sitehook.spi.WorkflowStates;
import io.sitehook.store.sql.OpenStore;
import io.sitehook.testing.MutableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A clock that is set two days ahead, or a day back, while deliveries wait. */
@Timeout(120)
class ClockJumpsTest {
    private static final Duration LONGEST_WITH_JITTER = Duration.ofMinutes(72);
    private static final int CONCURRENCY = 3;
    private static final DeliveryPolicy POLICY = new DeliveryPolicy(
            10, List.of(Duration.ofSeconds(5), Duration.ofHours(1)), Duration.ofSeconds(30), CONCURRENCY, false);

    @TempDir
    Path home;

    private final MutableClock clock = new MutableClock();
    private OpenStore store;
    private ScheduledExecutorService timer;
    private Deliveries deliveries;

    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();
    private final AtomicInteger runs = new AtomicInteger();
    private volatile boolean works;

    @BeforeEach
    void open() {
        store = new OpenStore(home, clock);
        timer = Executors.newScheduledThreadPool(2);
    }

    @AfterEach
    void close() {
        deliveries.stop(Duration.ZERO);
        store.close();
        timer.shutdownNow();
    }

    private Outcome handle() {
        mostAtOnce.accumulateAndGet(running.incrementAndGet(), Math::max);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1)); // so that too many at once would overlap
        running.decrementAndGet();
        runs.incrementAndGet();
        return works ? Outcome.done() : Outcome.retry("not yet");
    }

    private void run(String... paused) {
        deliveries = new Deliveries(store.worklist(), store.wakeUp, () -> Set.of(paused), clock, timer);
        deliveries.install(Map.of(new FakeHandler("fake", WorkflowStates.all(), delivery -> handle()), POLICY));
        deliveries.start();
    }

    private void awaitRows(String sql, String... rows) {
        while (!store.rows(sql).equals(Arrays.asList(rows))) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10)); // the test's time limit ends it
            if (Thread.currentThread().isInterrupted()) {
                throw new AssertionError("still " + store.rows(sql));
            }
        }
    }

    private void advance(Duration by) {
        clock.advance(by);
        store.wakeUp.ring();
    }

    private long latestDueInSeconds() {
        return (Long.parseLong(store.rows("SELECT max(due_at) FROM delivery WHERE state = 'PENDING'")
                                .get(0))
                        - clock.millis())
                / 1_000;
    }

    @Test
    void twoDaysAheadEverythingIsDueAndNoMoreRunAtOnceThanMay() {
        run();
        for (int i = 0; i < 200; i++) {
            store.put(change("p" + i, "A"));
        }
        awaitRows("SELECT state, failures, count(*) FROM delivery GROUP BY 1, 2", "PENDING 1 200");
        works = true;
        assertThat(runs).as("not due yet").hasValue(200);
        advance(Duration.ofDays(2));
        awaitRows("SELECT state, attempts, count(*) FROM delivery GROUP BY 1, 2", "DONE 2 200");
        assertThat(mostAtOnce.get()).isLessThanOrEqualTo(CONCURRENCY);
        assertThat(store.rows("SELECT count(*) FROM attempt WHERE outcome = 'CRASHED'"))
                .as("no lease was taken for one that had run out")
                .containsExactly("0");
    }

    @Test
    void aDayBackARetryWaitsForItsBackOffAndNotForADay() {
        run();
        store.put(change("1", "A"));
        awaitRows("SELECT state, failures FROM delivery", "PENDING 1");
        advance(Duration.ofSeconds(6));
        awaitRows("SELECT state, failures FROM delivery", "PENDING 2");
        long before = latestDueInSeconds();
        assertThat(before).isBetween(47 * 60L, LONGEST_WITH_JITTER.toSeconds());
        advance(Duration.ofDays(-1));
        awaitRows("SELECT due_at < " + (clock.millis() + LONGEST_WITH_JITTER.toMillis()) + " FROM delivery", "1");
        assertThat(latestDueInSeconds()).isBetween(before - 1, before + 1);
        assertThat(runs).as("and it is not early either").hasValue(2);
        works = true;
        advance(LONGEST_WITH_JITTER);
        awaitRows("SELECT state, attempts FROM delivery", "DONE 3");
    }

    @Test
    void aDayBackWhileTheServerWasDownIsNoticedAtItsStart() {
        run();
        store.put(change("1", "A"));
        store.put(change("1", "B"));
        awaitRows("SELECT state, failures FROM delivery ORDER BY id", "PENDING 1", "PENDING 0");
        deliveries.stop(Duration.ofSeconds(1));
        store.close();
        clock.advance(Duration.ofDays(-1));
        works = true;
        store = new OpenStore(home, clock);
        // Negative control: by its rows alone it would wait for a day.
        assertThat(latestDueInSeconds()).isGreaterThan(86_000);
        run();
        awaitRows("SELECT count(*) FROM delivery WHERE due_at > " + (clock.millis() + 6_000), "0");
        advance(Duration.ofSeconds(6));
        awaitRows("SELECT state FROM delivery ORDER BY id", "DONE", "DONE");
    }

    @Test
    void aDayBackWhatIsNewRunsAtOnceAlsoIfItCameBeforeTheJump() {
        run("sitecapture");
        store.put(change("1", "A"));
        awaitRows("SELECT state FROM event", "ROUTED");
        deliveries.stop(Duration.ofSeconds(1));
        works = true;
        clock.advance(Duration.ofDays(-1));
        run();
        store.put(change("2", "A"));
        awaitRows("SELECT state, attempts FROM delivery ORDER BY id", "DONE 1", "DONE 1");
    }
}
