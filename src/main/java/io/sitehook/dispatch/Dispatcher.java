package io.sitehook.dispatch;

import io.sitehook.store.Nodes;
import io.sitehook.store.StoreAnswer;
import io.sitehook.store.StoreUnavailableException;
import io.sitehook.store.WakeUp;
import io.sitehook.store.Worklist;
import io.sitehook.store.Worklist.Capacity;
import io.sitehook.store.Worklist.Claim;
import io.sitehook.store.Worklist.Claimed;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

/**
 * Routes what came in, claims what is due, and starts attempts, in turns: one turn whenever the {@link WakeUp} rings, a
 * delivery becomes due, or some seconds have passed. One thread; attempts run on the {@code workers}.
 */
final class Dispatcher {
    private static final System.Logger LOGGER = System.getLogger(Dispatcher.class.getName());

    /** The longest wait between turns: what a clock that was set, or a lost ring, can cost. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private static final Duration WAIT_AFTER_TROUBLE = Duration.ofSeconds(1);
    private static final Claim NOTHING = new Claim(List.of(), null);

    private final Worklist worklist;
    private final HandlerCalls calls;
    private final WakeUp wakeUp;
    private volatile Map<String, Runner> runners = Map.of();
    private final Router router;
    private final Supplier<Set<String>> pausedConnections;
    private final Supplier<Set<String>> pausedHandlers;
    private final RunningAttempts running;
    private final Judge judge;
    private final Clock clock;
    private final Executor workers;
    private final ScheduledExecutorService timer;
    private volatile boolean stopping;

    /**
     * @param elsewhere the handlers in use on other servers, asked for each event
     * @param calls how handlers are called
     * @param pausedConnections the connections whose deliveries stay where they are, asked at each turn
     * @param pausedHandlers the handlers for which nothing is claimed, asked at each turn
     * @param workers runs attempts; must be able to run as many at once as all handlers' concurrency adds up to
     * @param timer for deadlines
     */
    Dispatcher(
            Worklist worklist,
            Supplier<List<Nodes.Handler>> elsewhere,
            HandlerCalls calls,
            WakeUp wakeUp,
            Supplier<Set<String>> pausedConnections,
            Supplier<Set<String>> pausedHandlers,
            RunningAttempts running,
            Judge judge,
            Clock clock,
            Executor workers,
            ScheduledExecutorService timer) {
        this.worklist = worklist;
        this.calls = calls;
        this.wakeUp = wakeUp;
        this.router = new Router(worklist, () -> runners.values(), elsewhere);
        this.pausedConnections = pausedConnections;
        this.pausedHandlers = pausedHandlers;
        this.running = running;
        this.judge = judge;
        this.clock = clock;
        this.workers = workers;
        this.timer = timer;
    }

    /**
     * Takes these handlers instead of those from before. One that stays keeps its places, so its concurrency holds across
     * a replacement; what is open for one that is gone waits until it is back.
     */
    void install(Map<InstalledHandler, DeliveryPolicy> handlers) {
        Map<String, Runner> next = new HashMap<>();
        handlers.forEach((handler, policy) -> {
            Runner runner = runners.get(handler.name());
            if (runner == null) {
                runner = new Runner(handler, policy);
            } else {
                runner.replace(handler);
            }
            next.put(handler.name(), runner);
        });
        runners = Map.copyOf(next);
        wakeUp.ring();
    }

    /** Takes turns until {@link #stop()}. Whatever goes wrong in one, the next one comes. */
    void runUntilStopped() {
        boolean troubled = false;
        router.open();
        while (!stopping) {
            try {
                Duration wait = turn();
                if (troubled) {
                    troubled = false;
                    LOGGER.log(Level.INFO, "the store is back; deliveries go on");
                }
                wakeUp.await(wait);
            } catch (StoreUnavailableException e) {
                if (!troubled) {
                    LOGGER.log(Level.WARNING, "deliveries wait until the store can write again: " + e.getMessage());
                }
                troubled = true;
                pause();
            } catch (InterruptedException e) {
                if (!stopping) {
                    LOGGER.log(
                            Level.WARNING,
                            "the dispatcher was interrupted, but the server is not stopping; it goes on");
                }
            } catch (RuntimeException | Error e) {
                LOGGER.log(Level.ERROR, "a turn of the dispatcher failed; the next one comes in a second", e);
                pause();
            }
        }
        router.close();
    }

    private void pause() {
        try {
            Thread.sleep(WAIT_AFTER_TROUBLE.toMillis());
        } catch (InterruptedException e) {
            // stop() interrupts; the loop looks
        }
    }

    /**
     * One turn: route, claim, start.
     *
     * @return how long there is nothing to do, unless something rings
     */
    Duration turn() throws InterruptedException {
        Map<String, Ready> ready = hold();
        try {
            return turn(ready);
        } finally {
            ready.values().forEach(one -> one.handler.release());
        }
    }

    private Duration turn(Map<String, Ready> ready) throws InterruptedException {
        List<Capacity> capacities = capacities(ready);
        // Both are queued before either is waited for, so that they share a commit.
        int most = running.areNone() ? Router.MOST_AT_ONCE : Router.FEW_AT_ONCE;
        CompletableFuture<Integer> routing = router.route(most);
        CompletableFuture<Claim> claiming = capacities.isEmpty()
                ? CompletableFuture.completedFuture(NOTHING)
                : worklist.claim(capacities, pausedConnections.get());
        Claim claim = StoreAnswer.await(claiming);
        claim.deliveries().forEach(claimed -> start(claimed, ready));
        if (StoreAnswer.await(routing) == most) {
            return Duration.ZERO;
        }
        Instant next = claim.nextDue();
        Duration wait = next == null ? LONGEST_WAIT : Duration.between(clock.instant(), next);
        return wait.isNegative() ? Duration.ZERO : wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }

    /** A handler as of one turn, held for it. */
    private record Ready(Runner runner, InstalledHandler handler) {}

    /** Keeps the jars of this turn open: what is claimed for one runs on that one. */
    private Map<String, Ready> hold() {
        Map<String, Ready> ready = new HashMap<>();
        runners.forEach((name, runner) -> {
            InstalledHandler handler = runner.handler();
            if (handler.hold()) {
                ready.put(name, new Ready(runner, handler));
            }
        });
        return ready;
    }

    private List<Capacity> capacities(Map<String, Ready> ready) {
        List<Capacity> capacities = new ArrayList<>();
        Set<String> paused = pausedHandlers.get();
        ready.forEach((name, one) -> {
            boolean waits = stopping || paused.contains(name);
            int free = waits ? 0 : Math.min(one.runner.freePlaces(), one.handler.places());
            if (free > 0) {
                capacities.add(new Capacity(name, free, one.runner.policy().lease(), one.handler.unit()));
            }
        });
        return capacities;
    }

    private void start(Claimed claimed, Map<String, Ready> ready) {
        Ready one = ready.get(claimed.handler());
        if (one == null || !one.handler.hold()) {
            throw new IllegalStateException("claimed a delivery for " + claimed.handler() + ", which is not held");
        }
        Runner runner = one.runner;
        Attempt attempt = new Attempt(claimed, runner, one.handler, calls, judge, clock, timer, running);
        runner.takePlace();
        running.add(attempt);
        workers.execute(attempt);
    }

    /** Ends the loop after the current turn. Claims nothing more. */
    void stop() {
        stopping = true;
        wakeUp.ring();
    }
}
