package io.sitehook.dispatch;

import static io.sitehook.testing.Incomings.change;
import static org.assertj.core.api.Assertions.assertThat;

import io.sitehook.spi.Outcome;
import io.sitehook.spi.WorkflowStates;
import io.sitehook.store.Worklist;
import io.sitehook.store.sql.OnPostgres;
import io.sitehook.store.sql.OpenStore;
import io.sitehook.testing.Incomings;
import io.sitehook.testing.MutableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Deliveries from the store to handlers and back, with a real store and a clock that the test drives. */
@Timeout(120)
class DeliveriesTest {
    private static final DeliveryPolicy POLICY = new DeliveryPolicy(
            3, List.of(Duration.ofSeconds(5), Duration.ofSeconds(30)), Duration.ofSeconds(30), 4, false);

    private static final DeliveryPolicy SHORT =
            new DeliveryPolicy(3, List.of(Duration.ofSeconds(5)), Duration.ofMillis(100), 4, false);

    @TempDir
    Path home;

    private OpenStore store;
    private ScheduledExecutorService timer;
    private Deliveries deliveries;

    @BeforeEach
    void open() {
        store = new OpenStore(home, new MutableClock());
        timer = Executors.newScheduledThreadPool(2);
    }

    @AfterEach
    void close() {
        if (deliveries != null) {
            deliveries.stop(Duration.ZERO);
        }
        store.close();
        timer.shutdownNow();
    }

    private void run(DeliveryPolicy policy, FakeHandler.Work work) {
        run(Map.of(new FakeHandler("fake", WorkflowStates.all(), work), policy), Set.of());
    }

    private void run(Map<InstalledHandler, DeliveryPolicy> handlers, Set<String> paused) {
        deliveries = new Deliveries(store.worklist(), store.wakeUp, () -> paused, store.clock, timer);
        deliveries.install(handlers);
        deliveries.start();
    }

    private void awaitRows(String sql, String... rows) {
        while (!store.rows(sql).equals(List.of(rows))) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10)); // the test's time limit ends it
            if (Thread.currentThread().isInterrupted()) {
                throw new AssertionError("still " + store.rows(sql));
            }
        }
    }

    private void advance(Duration by) {
        store.clock.advance(by);
        store.wakeUp.ring();
    }

    @Test
    void runsWhatComesInAndRecordsIt() {
        run(POLICY, delivery -> Outcome.done("wrote " + delivery.idempotencyKey()));
        String event = store.put(change("3057", "COMPLETE")).event();
        awaitRows("SELECT state FROM delivery", "DONE");
        assertThat(store.rows("SELECT number, outcome, text, unit FROM attempt"))
                .containsExactly("1 DONE wrote " + event + ".fake fake.jar");
    }

    @Test
    void whatComesInWhileItRunsHasItsDeliveryWhenItIsAnswered() {
        OnPostgres.passOver("the one writer, which stores and routes");
        run(POLICY, delivery -> Outcome.done());
        store.put(change("1", "COMPLETE"));
        awaitRows("SELECT state FROM delivery", "DONE");
        store.put(change("2", "COMPLETE"));
        assertThat(store.rows(
                        "SELECT e.state, count(d.id) FROM event e JOIN delivery d ON d.event = e.seq GROUP BY e.seq"))
                .containsExactly("ROUTED 1", "ROUTED 1");
        deliveries.stop(Duration.ofSeconds(60));
        store.put(change("3", "COMPLETE"));
        assertThat(store.rows("SELECT state FROM event ORDER BY seq")).containsExactly("ROUTED", "ROUTED", "RECEIVED");
    }

    @Test
    void triesAgainByTheScheduleAndGivesUpAtTheLimit() {
        AtomicInteger runs = new AtomicInteger();
        run(POLICY, delivery -> {
            runs.incrementAndGet();
            return Outcome.retry("the CRM is down");
        });
        store.put(change("1", "A"));
        awaitRows("SELECT state, failures FROM delivery", "PENDING 1");
        long due = Long.parseLong(store.rows("SELECT due_at FROM delivery").get(0));
        assertThat(due - store.clock.millis()).isBetween(4_000L, 6_000L);
        advance(Duration.ofMillis(3_999));
        assertThat(runs).hasValue(1);
        advance(Duration.ofMillis(2_001));
        awaitRows("SELECT state, failures FROM delivery", "PENDING 2");
        due = Long.parseLong(store.rows("SELECT due_at FROM delivery").get(0));
        assertThat(due - store.clock.millis()).isBetween(24_000L, 36_000L);
        advance(Duration.ofSeconds(36));
        awaitRows("SELECT state, failures FROM delivery", "DEAD 3");
        assertThat(store.rows("SELECT outcome, text FROM attempt"))
                .containsOnly("RETRY the CRM is down")
                .hasSize(3);
    }

    @Test
    void whatIsPostponedWaitsAndDoesNotCount() {
        run(POLICY, delivery -> {
            throw new PostponedException(Duration.ofMinutes(1), "the target has a rest");
        });
        store.put(change("1", "A"));
        for (int attempt = 1; attempt <= POLICY.attempts() + 1; attempt++) {
            awaitRows("SELECT state, attempts, failures FROM delivery", "PENDING " + attempt + " 0");
            advance(Duration.ofMinutes(1));
        }
        assertThat(store.rows("SELECT DISTINCT outcome, text FROM attempt WHERE finished_at IS NOT NULL"))
                .containsExactly("RETRY the target has a rest");
    }

    @Test
    void aHandlerThatHasNoPlacesGetsNothingAndItsEventsAreKeptForIt() {
        AtomicInteger places = new AtomicInteger();
        AtomicInteger runs = new AtomicInteger();
        FakeHandler other = new FakeHandler("other", WorkflowStates.all(), delivery -> Outcome.done());
        InstalledHandler resting = new RestingHandler(
                new FakeHandler("resting", WorkflowStates.all(), delivery -> {
                    runs.incrementAndGet();
                    return Outcome.done();
                }),
                places);
        run(Map.of(other, POLICY, resting, POLICY), Set.of());
        store.put(change("1", "A"));
        store.put(change("2", "A"));
        awaitRows(
                "SELECT handler, state, attempts FROM delivery ORDER BY handler, id",
                "other DONE 1",
                "other DONE 1",
                "resting PENDING 0",
                "resting PENDING 0");
        assertThat(runs).hasValue(0);
        places.set(1);
        store.wakeUp.ring();
        awaitRows("SELECT DISTINCT state FROM delivery", "DONE");
    }

    /** Takes on as much as a test says. */
    private record RestingHandler(FakeHandler handler, AtomicInteger free) implements InstalledHandler {
        @Override
        public String name() {
            return handler.name();
        }

        @Override
        public WorkflowStates states() {
            return handler.states();
        }

        @Override
        public io.sitehook.store.Worklist.Unit unit() {
            return handler.unit();
        }

        @Override
        public Outcome handle(io.sitehook.spi.Delivery delivery) throws Exception {
            return handler.handle(delivery);
        }

        @Override
        public int places() {
            return free.get();
        }

        @Override
        public boolean hold() {
            return true;
        }

        @Override
        public void release() {}
    }

    @Test
    void honoursTheWaitThatAHandlerAsksFor() {
        run(POLICY, delivery -> Outcome.retryAfter(Duration.ofHours(7), "busy"));
        store.put(change("1", "A"));
        awaitRows("SELECT state, failures FROM delivery", "PENDING 1");
        assertThat(store.rows("SELECT due_at FROM delivery"))
                .containsExactly(String.valueOf(
                        store.clock.millis() + Duration.ofHours(7).toMillis()));
    }

    @Test
    void aRejectionIsADeadLetterAtOnce() {
        run(POLICY, delivery -> Outcome.reject("no such project"));
        store.put(change("1", "A"));
        awaitRows(
                "SELECT d.state, a.outcome, a.text FROM delivery d JOIN attempt a ON a.delivery = d.id",
                "DEAD REJECTED no such project");
    }

    @Test
    void whateverAHandlerThrowsMeansAnotherTry() {
        List<Throwable> thrown = List.of(
                new Exception("checked"),
                new IllegalStateException("unchecked"),
                new StackOverflowError(),
                new NoClassDefFoundError("org/example/Gone"),
                new Error("a bare error"),
                new RuntimeException() {
                    private static final long serialVersionUID = 1L;

                    @Override
                    public String getMessage() {
                        throw new IllegalStateException("not even a message");
                    }
                });
        run(POLICY, delivery -> {
            sneak(thrown.get(Integer.parseInt(delivery.change().projectId())));
            return Outcome.done();
        });
        for (int i = 0; i < thrown.size(); i++) {
            store.put(change(String.valueOf(i), "A"));
        }
        awaitRows("SELECT count(*) FROM delivery WHERE state = 'PENDING' AND failures = 1", "6");
        assertThat(store.rows("SELECT outcome FROM attempt")).containsOnly("FAILED");
        assertThat(store.rows("SELECT text FROM attempt a JOIN delivery d ON d.id = a.delivery ORDER BY d.project_id"))
                .first()
                .isEqualTo("java.lang.Exception: checked");
        assertThat(store.rows("SELECT count(*) FROM attempt WHERE error LIKE '%DeliveriesTest%'"))
                .containsExactly("6");
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable thrown) throws T {
        throw (T) thrown;
    }

    @Test
    void nullMeansAnotherTry() {
        run(POLICY, delivery -> null);
        store.put(change("1", "A"));
        awaitRows(
                "SELECT d.state, a.outcome, a.text FROM delivery d JOIN attempt a ON a.delivery = d.id",
                "PENDING RETRY the handler returned null");
    }

    @Test
    void aHandlerThatHangsIsInterruptedAtItsDeadlineWithAThreadDump() {
        run(SHORT, delivery -> {
            new CountDownLatch(1).await();
            return Outcome.done();
        });
        store.put(change("1", "A"));
        awaitRows("SELECT state, failures FROM delivery", "PENDING 1");
        assertThat(store.rows("SELECT outcome FROM attempt WHERE thread_dump LIKE '%CountDownLatch.await%'"))
                .containsExactly("TIMED_OUT");
    }

    @Test
    void aHandlerThatIgnoresTheInterruptIsGivenUpAndHaltsOnlyItself() {
        CountDownLatch release = new CountDownLatch(1);
        FakeHandler stubborn = new FakeHandler("stubborn", WorkflowStates.all(), delivery -> {
            while (release.getCount() > 0) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
                boolean ignored = Thread.interrupted();
            }
            return Outcome.done();
        });
        FakeHandler good = new FakeHandler("good", WorkflowStates.all(), delivery -> Outcome.done());
        run(Map.of(stubborn, SHORT, good, POLICY), Set.of());
        for (int i = 0; i < 6; i++) {
            store.put(change("p" + i, "A"));
        }
        awaitRows("SELECT count(*) FROM delivery WHERE handler = 'good' AND state = 'DONE'", "6");
        awaitRows(
                "SELECT count(*) FROM attempt WHERE outcome = 'TIMED_OUT' AND text LIKE '%ignores the interrupt%'",
                "4");
        // All four places are taken by threads that do not end: nothing more is begun for this handler.
        assertThat(store.rows("SELECT count(*) FROM delivery WHERE handler = 'stubborn' AND attempts = 0"))
                .containsExactly("2");
        release.countDown();
        awaitRows("SELECT count(*) FROM delivery WHERE handler = 'stubborn' AND state = 'DONE'", "2");
    }

    @Test
    void keepsTheOrderWithinAProjectAndNeverRunsTwoAtOnce() {
        ConcurrentLinkedQueue<String> order = new ConcurrentLinkedQueue<>();
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger mostAtOnce = new AtomicInteger();
        run(POLICY, delivery -> {
            if (delivery.change().projectId().equals("1")) {
                mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                order.add(delivery.change().workflowState().orElseThrow());
                atOnce.decrementAndGet();
            }
            return Outcome.done();
        });
        for (int i = 0; i < 100; i++) {
            store.put(change("1", "S" + i));
            store.put(change("other" + i, "A"));
        }
        awaitRows("SELECT count(*) FROM delivery WHERE state = 'DONE'", "200");
        assertThat(mostAtOnce).hasValue(1);
        assertThat(order)
                .containsExactlyElementsOf(java.util.stream.IntStream.range(0, 100)
                        .mapToObj(i -> "S" + i)
                        .toList());
    }

    @Test
    void aStopWaitsForARunningHandler() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        run(POLICY, delivery -> {
            running.countDown();
            finish.await();
            return Outcome.done();
        });
        store.put(change("1", "A"));
        running.await();
        Thread stopping = new Thread(() -> deliveries.stop(Duration.ofSeconds(60)));
        stopping.start();
        finish.countDown();
        stopping.join();
        assertThat(store.rows("SELECT state, attempts FROM delivery")).containsExactly("DONE 1");
    }

    @Test
    void aHandlerThatDoesNotFinishInTheGraceTimeRunsAgainAfterTheNextStart() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        run(POLICY, delivery -> {
            running.countDown();
            new CountDownLatch(1).await();
            return Outcome.done();
        });
        store.put(change("1", "A"));
        running.await();
        deliveries.stop(Duration.ofMillis(50));
        assertThat(store.rows("SELECT state, failures FROM delivery")).containsExactly("PENDING 0");
        assertThat(store.rows("SELECT outcome FROM attempt")).containsExactly("STOPPED");
    }

    /** F1: a thousand of each, all counted as failed, and no thread is lost or left over. The database is no part of that. */
    @Test
    void aThousandFailuresOfEachKindLeaveTheWorkersAlive() {
        List<Supplier<Throwable>> kinds = List.of(
                () -> new Exception("checked"),
                () -> new IllegalStateException("unchecked"),
                StackOverflowError::new,
                () -> new NoClassDefFoundError("org/example/Gone"),
                () -> new Error("bare"),
                () -> new RuntimeException() {
                    private static final long serialVersionUID = 1L;

                    @Override
                    public String getMessage() {
                        throw new IllegalStateException("no message");
                    }
                });
        AtomicInteger next = new AtomicInteger();
        DeliveryPolicy once = new DeliveryPolicy(1, List.of(Duration.ofSeconds(5)), Duration.ofMinutes(1), 4, false);
        Logger quiet = Logger.getLogger(AttemptLog.class.getName());
        quiet.setLevel(Level.OFF);
        try {
            run(once, delivery -> {
                DeliveriesTest.<RuntimeException>sneak(
                        kinds.get(next.getAndIncrement() % kinds.size()).get());
                return Outcome.done();
            });
            List<CompletableFuture<?>> stored = new ArrayList<>();
            int all = kinds.size() * (OnPostgres.is() ? 100 : 1_000);
            for (int i = 0; i < all; i++) {
                stored.add(store.store().inbox().store(change("p" + i, "COMPLETE")));
            }
            stored.forEach(OpenStore::get);
            awaitRows(
                    "SELECT count(*), count(*) FILTER (WHERE state = 'DEAD'), sum(failures) FROM delivery",
                    all + " " + all + " " + all);
            assertThat(store.rows("SELECT outcome, count(*) FROM attempt GROUP BY 1"))
                    .containsExactly("FAILED " + all);
            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> thread.getName().startsWith("sitehook-handler-"))
                    .hasSizeLessThanOrEqualTo(4 + 2);
        } finally {
            quiet.setLevel(null);
        }
    }

    @Test
    void deliveriesOfAHandlerThatIsGoneWaitUntilItIsBack() {
        FakeHandler first = new FakeHandler("fake", WorkflowStates.all(), delivery -> Outcome.retry("not yet"));
        run(Map.of(first, POLICY), Set.of());
        store.put(change("1", "A"));
        awaitRows("SELECT state, failures FROM delivery", "PENDING 1");
        deliveries.install(Map.of());
        store.put(change("1", "B"));
        awaitRows("SELECT state FROM event ORDER BY seq", "ROUTED", "PARKED");
        advance(Duration.ofHours(1));
        assertThat(OpenStore.get(store.worklist().waiting()))
                .isEqualTo(new Worklist.Waiting(Map.of("fake", 1L), Map.of(Optional.of("B"), 1L)));
        assertThat(store.rows("SELECT state, failures FROM delivery")).containsExactly("PENDING 1");
        deliveries.install(
                Map.of(new FakeHandler("fake", WorkflowStates.all(), delivery -> Outcome.done("back")), POLICY));
        awaitRows("SELECT state, failures FROM delivery", "DONE 1");
        assertThat(store.rows("SELECT text FROM attempt ORDER BY number")).containsExactly("not yet", "back");
    }

    @Test
    void aPausedConnectionDeliversNothing() {
        run(
                Map.of(new FakeHandler("fake", WorkflowStates.all(), delivery -> Outcome.done()), POLICY),
                Set.of("sitecapture"));
        store.put(change("1", "A"));
        awaitRows("SELECT state, attempts FROM delivery", "PENDING 0");
    }

    @Test
    void anEventOfAnotherKindIsParked() {
        run(POLICY, delivery -> Outcome.done());
        store.put(Incomings.ofKind("1", "ping"));
        awaitRows("SELECT state, reason FROM event", "PARKED no handler takes events of the kind ping");
    }
}
