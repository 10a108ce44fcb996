package io.sitehook.dispatch;

import io.sitehook.store.DaemonThreads;
import io.sitehook.store.Nodes;
import io.sitehook.store.Transactions;
import io.sitehook.store.WakeUp;
import io.sitehook.store.Worklist;
import io.sitehook.store.Worklist.Released;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The running of deliveries, from start to stop: the dispatcher's thread, the workers and the heartbeat. */
public final class Deliveries {
    private static final System.Logger LOGGER = System.getLogger(Deliveries.class.getName());
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    /** How soon after its lease has run out a delivery of a server that died is seen. */
    private static final Duration LOOK = Duration.ofSeconds(3);

    private final RunningAttempts running;
    private final Dispatcher dispatcher;
    private final Worklist worklist;
    private final AttemptLog log;
    private final DaemonThreads workerThreads = new DaemonThreads("sitehook-handler");
    private final ExecutorService workers;
    private final ScheduledExecutorService timer;
    private final Thread thread;
    private @Nullable ScheduledFuture<?> looks;
    private long lastHeartbeat = System.nanoTime();

    /**
     * Puts the parts together; nothing runs yet.
     *
     * @param pausedConnections the connections whose deliveries stay where they are, asked at each turn
     * @param clock for due times
     * @param timer for deadlines and heartbeats; not owned
     */
    public Deliveries(
            Worklist worklist,
            WakeUp wakeUp,
            Supplier<Set<String>> pausedConnections,
            Clock clock,
            ScheduledExecutorService timer) {
        this(
                worklist,
                List::of,
                Optional.empty(),
                wakeUp,
                pausedConnections,
                Set::of,
                clock,
                timer,
                (handler, outcome, dead, time) -> {});
    }

    /**
     * Puts the parts together; nothing runs yet.
     *
     * @param elsewhere the handlers in use on other servers, asked for each event
     * @param transactions for handlers that want them
     * @param pausedConnections the connections whose deliveries stay where they are, asked at each turn
     * @param pausedHandlers the handlers that get nothing for now, asked at each turn
     * @param clock for due times
     * @param timer for deadlines and heartbeats; not owned
     * @param listener hears of each attempt
     */
    public Deliveries(
            Worklist worklist,
            Supplier<List<Nodes.Handler>> elsewhere,
            Optional<Transactions> transactions,
            WakeUp wakeUp,
            Supplier<Set<String>> pausedConnections,
            Supplier<Set<String>> pausedHandlers,
            Clock clock,
            ScheduledExecutorService timer,
            AttemptListener listener) {
        this.worklist = worklist;
        log = new AttemptLog(listener);
        this.timer = timer;
        workers = Executors.newCachedThreadPool(workerThreads);
        running = new RunningAttempts(worklist, wakeUp, timer, log);
        Judge judge = new Judge(
                clock, new RetrySchedule(() -> ThreadLocalRandom.current().nextDouble()));
        dispatcher = new Dispatcher(
                worklist,
                elsewhere,
                new HandlerCalls(transactions),
                wakeUp,
                pausedConnections,
                pausedHandlers,
                running,
                judge,
                clock,
                workers,
                timer);
        thread = new Thread(dispatcher::runUntilStopped, "sitehook-dispatcher");
        thread.setDaemon(true);
    }

    /**
     * Uses these handlers from now on, and none else. What runs finishes on the handler that it began on; deliveries of
     * a handler that is gone wait. May be called at any time, before the start too.
     *
     * @param handlers the handlers in use, each with its policy; the policy of one that was in use before stays as it is
     */
    public void install(Map<InstalledHandler, DeliveryPolicy> handlers) {
        dispatcher.install(handlers);
    }

    /** How many threads of each handler have been given up at their deadline, and still run. */
    public Map<String, Integer> stuckThreads() {
        return running.stuckThreads();
    }

    /** Frees what a server that died left unfinished, and begins. */
    public void start() {
        CompletableFuture<Released> unused = worklist.releaseOwn().whenComplete((released, failure) -> {
            if (failure == null && released.released() + released.dead() > 0) {
                log.released(released);
            }
        });
        thread.start();
        looks = timer.scheduleWithFixedDelay(this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Its own leases first: a server that stood still for minutes must not take over what it still runs itself. */
    private void look() {
        try {
            long now = System.nanoTime();
            if (now - lastHeartbeat >= HEARTBEAT.toNanos()) {
                lastHeartbeat = now;
                running.heartbeat();
            }
            running.releaseExpired();
        } catch (RuntimeException e) {
            LOGGER.log(Level.ERROR, "leases were not looked after; it is tried again in " + LOOK.toSeconds() + " s", e);
        }
    }

    /**
     * Claims nothing more, waits for running handlers, then interrupts them. What does not give in is given up: its
     * delivery runs again after the next start. Returns when all results are recorded.
     *
     * @param grace how long handlers get to finish
     */
    public void stop(Duration grace) {
        dispatcher.stop();
        try {
            thread.join(grace.toMillis() + 1);
            if (!running.awaitAllRecorded(grace.toNanos())) {
                interruptRunning(grace);
            }
        } catch (InterruptedException e) {
            LOGGER.log(
                    Level.WARNING,
                    "interrupted while handlers finish; what is unfinished runs again after the next start");
            Thread.currentThread().interrupt();
        }
        if (looks != null) {
            looks.cancel(false);
        }
        workers.shutdown();
        workerThreads.awaitEnd();
    }

    private void interruptRunning(Duration grace) throws InterruptedException {
        List<Attempt> late = running.unrecorded();
        LOGGER.log(
                Level.WARNING,
                late.size() + " handlers have not finished in " + grace.toSeconds()
                        + " s and are interrupted; what they leave unfinished runs again after the next start");
        late.forEach(Attempt::stop);
        if (!running.awaitAllRecorded(Attempt.AFTER_INTERRUPT.toNanos())) {
            running.unrecorded().forEach(Attempt::giveUpForStop);
            running.awaitAllRecorded(Attempt.AFTER_INTERRUPT.toNanos());
        }
    }
}
