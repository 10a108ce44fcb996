package io.sitehook.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitehook.spi.Delivery;
import io.sitehook.spi.HandlerContext;
import io.sitehook.spi.Outcome;
import io.sitehook.spi.StatusChange;
import io.sitehook.spi.StatusChangeHandler;
import io.sitehook.spi.WorkflowStates;
import io.sitehook.spi.testing.AttemptResult;
import io.sitehook.spi.testing.DeliveryBuilder;
import io.sitehook.spi.testing.HandlerRun;
import io.sitehook.spi.testing.StatusChangeBuilder;
import io.sitehook.spi.testing.TestContext;
import io.sitehook.store.Worklist;
import io.sitehook.store.Worklist.Again;
import io.sitehook.store.Worklist.Claimed;
import io.sitehook.store.Worklist.ClaimedEvent;
import io.sitehook.store.Worklist.Result;
import io.sitehook.testing.MutableClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The test kit says of an attempt what the server records of it: both run the same handlers here. */
class TestKitTest {
    private static final List<Duration> SCHEDULE = List.of(Duration.ofSeconds(5));

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final MutableClock clock = new MutableClock();

    @AfterEach
    void stopTimer() {
        timer.shutdownNow();
    }

    /** What a handler does with a delivery. */
    interface Work {
        Outcome handle(Delivery delivery) throws Exception;
    }

    static Stream<Arguments> works() {
        return Stream.of(
                work("done", delivery -> Outcome.done()),
                work("done with a note", delivery -> Outcome.done("record 7")),
                work("a note that is too long", delivery -> Outcome.done("x".repeat(5_000))),
                work("retry", delivery -> Outcome.retry("busy")),
                work("retry later", delivery -> Outcome.retryAfter(Duration.ofMinutes(5), "busy")),
                work("retry much later", delivery -> Outcome.retryAfter(Duration.ofDays(400), "closed")),
                work("retry at once", delivery -> Outcome.retryAfter(Duration.ZERO, "again")),
                work("reject", delivery -> Outcome.reject("no such project")),
                work("null", delivery -> null),
                work("checked exception", delivery -> {
                    throw new IOException("disk full");
                }),
                work("exception without a message", delivery -> {
                    throw new IllegalStateException();
                }),
                work("exception with a long message", delivery -> {
                    throw new IllegalStateException("y".repeat(5_000));
                }),
                work("error", delivery -> {
                    throw new StackOverflowError("deep");
                }),
                work("exception that can't say what it is", delivery -> {
                    throw new IllegalStateException() {
                        @Override
                        public String toString() {
                            throw new UnsupportedOperationException();
                        }
                    };
                }),
                work("interrupted by itself", delivery -> {
                    throw new InterruptedException("of its own");
                }));
    }

    static Stream<Arguments> lateWorks() {
        return Stream.of(
                work("gives in to the interrupt by throwing", delivery -> {
                    new CountDownLatch(1).await();
                    return Outcome.done();
                }),
                work("gives in to the interrupt by returning", delivery -> {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        return Outcome.retryAfter(Duration.ofMinutes(1), "no time");
                    }
                    return Outcome.done();
                }),
                work("ignores the interrupt", delivery -> {
                    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(4);
                    while (System.nanoTime() < end) {
                        Thread.onSpinWait();
                    }
                    return Outcome.done();
                }));
    }

    private static Arguments work(String name, Work work) {
        return Arguments.of(name, work);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("works")
    void bothSayTheSame(String name, Work work) throws Exception {
        assertBothSayTheSame(work, Duration.ofSeconds(30));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lateWorks")
    void bothSayTheSameAboutTheDeadline(String name, Work work) throws Exception {
        assertBothSayTheSame(work, Duration.ofSeconds(1));
    }

    @Test
    void deliveriesLookTheSame() throws Exception {
        StatusChange change = StatusChangeBuilder.statusChange()
                .field("site", "N\u00f6rd \"7\"\n")
                .jsonField("area", "12.50")
                .jsonField("tags", "[\"a\",{\"b\":null}]")
                .field("api_key", "canary")
                .build();
        Delivery built = DeliveryBuilder.deliveryOf(change, "h").attempt(3).build();
        Delivery served = ClaimedDelivery.of(claimed(change, 3), built.deadline());
        assertThat(built.idempotencyKey()).isEqualTo(served.idempotencyKey());
        assertThat(built.attempt()).isEqualTo(served.attempt());
        for (String field :
                List.of("project_id", "status", "workflow_state", "event", "site", "area", "tags", "api_key", "none")) {
            assertThat(change.field(field)).as(field).isEqualTo(served.change().field(field));
        }
        StatusChange none =
                StatusChangeBuilder.statusChange().withoutWorkflowState().build();
        assertThat(none.field("workflow_state"))
                .isEqualTo(new ReceivedChange(claimed(none, 1).event()).field("workflow_state"))
                .hasValue("null");
        assertThat(new String(change.body(), StandardCharsets.UTF_8)).doesNotContain("canary");
    }

    private void assertBothSayTheSame(Work work, Duration deadline) throws Exception {
        StatusChange change = StatusChangeBuilder.statusChange().build();
        AttemptResult kit = byKit(work, change, deadline);
        Result server = byServer(work, change, deadline);
        assertThat(kit.kind().name()).isEqualTo(server.outcome().name());
        assertThat(kit.text()).isEqualTo(server.text() == null ? "" : server.text());
        assertThat(kit.thrown().isPresent()).isEqualTo(server.error() != null);
        assertThat(kit.isTriedAgain()).isEqualTo(server.next() instanceof Again);
        if (server.next() instanceof Again again) {
            assertThat(Duration.between(clock.instant(), again.due()))
                    .isEqualTo(kit.delay().orElse(SCHEDULE.get(0)));
        } else {
            assertThat(kit.delay()).isEmpty();
        }
    }

    private AttemptResult byKit(Work work, StatusChange change, Duration deadline) throws Exception {
        TestContext context = TestContext.forHandler("h");
        try (HandlerRun run = HandlerRun.start(new Worker(work), context)) {
            return run.handle(run.delivery(change)
                    .deadline(context.clock().instant().plus(deadline))
                    .build());
        }
    }

    private Result byServer(Work work, StatusChange change, Duration deadline) throws Exception {
        CompletableFuture<Result> result = new CompletableFuture<>();
        DeliveryPolicy policy = new DeliveryPolicy(10, SCHEDULE, deadline, 4, false);
        // With a random number of one half the wait is the schedule's to the letter.
        Judge judge = new Judge(clock, new RetrySchedule(() -> 0.5));
        Worker worker = new Worker(work);
        Attempt attempt = new Attempt(
                claimed(change, 1),
                new Runner(worker, policy),
                worker,
                new HandlerCalls(Optional.empty()),
                judge,
                clock,
                timer,
                listener(result));
        Thread thread = new Thread(attempt, "test-attempt");
        thread.setDaemon(true);
        thread.start();
        return result.get(60, TimeUnit.SECONDS);
    }

    private static Attempt.Listener listener(CompletableFuture<Result> result) {
        return new Attempt.Listener() {
            @Override
            public void settled(Attempt attempt, Result settled) {
                result.complete(settled);
            }

            @Override
            public void recorded(Attempt attempt, Result settled, boolean ours) {
                throw new IllegalStateException("there are no transactions here");
            }

            @Override
            public void threadEnded(Attempt attempt) {}
        };
    }

    private static Claimed claimed(StatusChange change, int attempt) {
        ClaimedEvent event = new ClaimedEvent(
                change.id(),
                change.connection(),
                change.projectId(),
                change.status(),
                change.workflowState().orElse(null),
                change.receivedAt(),
                change.body(),
                HexFormat.of().parseHex(change.bodySha256()),
                null,
                null,
                null);
        return new Claimed(1, "h", attempt, 0, 1, event);
    }

    /** The same handler for both. */
    private record Worker(Work work) implements StatusChangeHandler, InstalledHandler {
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
            return new Worklist.Unit("h.jar", "", "");
        }

        @Override
        public void start(HandlerContext context) {}

        @Override
        public Outcome handle(Delivery delivery) throws Exception {
            return work.handle(delivery);
        }

        @Override
        public boolean hold() {
            return true;
        }

        @Override
        public void release() {}
    }
}
