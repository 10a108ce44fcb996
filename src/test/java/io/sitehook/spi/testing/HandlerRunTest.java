package io.sitehook.spi.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sitehook.spi.Delivery;
import io.sitehook.spi.HandlerContext;
import io.sitehook.spi.Outcome;
import io.sitehook.spi.StatusChange;
import io.sitehook.spi.StatusChangeHandler;
import io.sitehook.spi.WorkflowStates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HandlerRunTest {
    private final TestContext context = TestContext.forHandler("recorder");
    private final Recorder recorder = new Recorder();
    private final ClassLoader before = Thread.currentThread().getContextClassLoader();

    /** Whoever runs the tests looks for the next class by this thread's loader. */
    @AfterEach
    void restore() {
        Thread.currentThread().setContextClassLoader(before);
    }

    /** Notes what is done with it. */
    private static class Recorder implements StatusChangeHandler {
        final List<String> calls = new ArrayList<>();

        @Override
        public String name() {
            return "recorder";
        }

        @Override
        public WorkflowStates states() {
            return WorkflowStates.of("COMPLETE");
        }

        @Override
        public void start(HandlerContext context) throws Exception {
            note("start");
        }

        @Override
        public Outcome handle(Delivery delivery) throws Exception {
            note("handle " + delivery.change().projectId() + " " + delivery.attempt());
            return Outcome.done();
        }

        @Override
        public void stop() throws Exception {
            note("stop");
        }

        void note(String call) {
            calls.add(call);
            assertThat(Thread.currentThread().getContextClassLoader())
                    .isEqualTo(getClass().getClassLoader());
        }
    }

    @Test
    void aLifeFromStartToStop() throws Exception {
        ClassLoader other = ClassLoader.getPlatformClassLoader();
        Thread.currentThread().setContextClassLoader(other);
        HandlerRun run = HandlerRun.start(recorder, context);
        StatusChange change = StatusChangeBuilder.statusChange().build();
        assertThat(run.handle(change).kind()).isEqualTo(AttemptResult.Kind.DONE);
        run.handle(run.delivery(change).attempt(2).build());
        run.close();
        run.close();
        assertThat(Thread.currentThread().getContextClassLoader()).isEqualTo(other);
        assertThat(recorder.calls).containsExactly("start", "handle 3057 1", "handle 3057 2", "stop");
    }

    @Test
    void whatSitehookWouldNotDeliverIsRefused() throws Exception {
        try (HandlerRun run = HandlerRun.start(recorder, context)) {
            for (StatusChangeBuilder other : List.of(
                    StatusChangeBuilder.statusChange().workflowState("NEW"),
                    StatusChangeBuilder.statusChange().withoutWorkflowState(),
                    StatusChangeBuilder.statusChange().event("photo_added"))) {
                assertThat(run.takes(other.build())).isFalse();
                assertThatThrownBy(() -> run.handle(other.build()))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("recorder, which takes COMPLETE");
            }
        }
        assertThat(recorder.calls).containsExactly("start", "stop");
    }

    @Test
    void aDeadlineThatHasPassedIsRefused() throws Exception {
        try (HandlerRun run = HandlerRun.start(recorder, context)) {
            Delivery delivery =
                    run.delivery(StatusChangeBuilder.statusChange().build()).build();
            context.clock().advance(Duration.ofHours(1));
            assertThatThrownBy(() -> run.handle(delivery))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("is not ahead");
            assertThat(run.handle(StatusChangeBuilder.statusChange().build()).kind())
                    .isEqualTo(AttemptResult.Kind.DONE);
        }
    }

    @Test
    void whatStartThrowsPasses() {
        IOException thrown = new IOException("no such directory");
        assertThatThrownBy(() -> HandlerRun.start(
                        new Recorder() {
                            @Override
                            public void start(HandlerContext given) throws IOException {
                                throw thrown;
                            }
                        },
                        context))
                .isSameAs(thrown);
    }

    @Test
    void whatStopThrowsFailsTheTest() throws Exception {
        Path directory = context.directory("directory");
        Files.writeString(Files.createDirectory(directory.resolve("below")).resolve("file"), "text");
        HandlerRun run = HandlerRun.start(
                new Recorder() {
                    @Override
                    public void stop() throws IOException {
                        throw new IOException("still open");
                    }
                },
                context);
        assertThatThrownBy(run::close).isInstanceOf(IllegalStateException.class).hasMessageContaining("still open");
        assertThat(directory).doesNotExist();
    }

    @Test
    void namesAndStatesAreCheckedAsSitehookDoes() {
        for (String name : new String[] {null, "", "Log", "a b", "x".repeat(65)}) {
            assertThatThrownBy(() -> HandlerRun.start(named(name, WorkflowStates.all()), context))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("name()");
        }
        assertThatThrownBy(() -> HandlerRun.start(named("a", null), context))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("states()");
    }

    private static StatusChangeHandler named(String name, WorkflowStates states) {
        return new Recorder() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public WorkflowStates states() {
                return states;
            }
        };
    }

    @Test
    void anInterruptOfTheTestReachesTheHandler() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        AtomicReference<Throwable> ending = new AtomicReference<>();
        Recorder waiting = new Recorder() {
            @Override
            public Outcome handle(Delivery delivery) throws InterruptedException {
                begun.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    interrupted.countDown();
                }
                return Outcome.done();
            }
        };
        try (HandlerRun run = HandlerRun.start(waiting, context)) {
            Thread test = new Thread(() -> {
                try {
                    run.handle(StatusChangeBuilder.statusChange().build());
                } catch (Throwable e) {
                    ending.set(e);
                }
            });
            test.start();
            begun.await();
            test.interrupt();
            interrupted.await();
            test.join();
            assertThat(ending.get()).isInstanceOf(InterruptedException.class);
        }
    }
}
