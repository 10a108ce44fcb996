package io.sitehook.dispatch;

import io.sitehook.store.WakeUp;
import io.sitehook.store.Worklist;
import io.sitehook.store.Worklist.Claimed;
import io.sitehook.store.Worklist.Released;
import io.sitehook.store.Worklist.Result;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The attempts that are under way: their results are recorded, their leases kept, and at a stop they are waited for. A
 * result that can't be recorded, because the store is down, is tried again every second: its effect has happened.
 */
final class RunningAttempts implements Attempt.Listener {
    private static final System.Logger LOGGER = System.getLogger(RunningAttempts.class.getName());
    private static final long RECORD_AGAIN_MILLIS = 1_000;

    private final Worklist worklist;
    private final WakeUp wakeUp;
    private final ScheduledExecutorService timer;
    private final AttemptLog log;
    /** Claimed and not yet recorded. */
    private final Set<Attempt> unrecorded = ConcurrentHashMap.newKeySet();
    /** Its thread runs or its result is not known: it holds a place. */
    private final ConcurrentHashMap<Attempt, AtomicInteger> places = new ConcurrentHashMap<>();

    RunningAttempts(Worklist worklist, WakeUp wakeUp, ScheduledExecutorService timer, AttemptLog log) {
        this.worklist = worklist;
        this.wakeUp = wakeUp;
        this.timer = timer;
        this.log = log;
    }

    void add(Attempt attempt) {
        unrecorded.add(attempt);
        places.put(attempt, new AtomicInteger(2));
    }

    @Override
    public void settled(Attempt attempt, Result result) {
        record(attempt, result);
        // Before it is recorded: what is claimed next is claimed in the same commit.
        onePartDone(attempt);
    }

    private void record(Attempt attempt, Result result) {
        CompletableFuture<Boolean> unused = worklist.finish(attempt.claimed(), result)
                .whenComplete((ours, failure) -> {
                    if (failure == null) {
                        ended(attempt, result, ours);
                    } else {
                        recordAgain(attempt, result, failure);
                    }
                });
    }

    @Override
    public void recorded(Attempt attempt, Result result, boolean ours) {
        ended(attempt, result, ours);
        onePartDone(attempt);
    }

    private void ended(Attempt attempt, Result result, boolean ours) {
        log.ended(attempt, result, ours);
        unrecorded.remove(attempt);
        synchronized (this) {
            notifyAll();
        }
    }

    private void recordAgain(Attempt attempt, Result result, Throwable failure) {
        log.notRecorded(attempt, failure);
        try {
            ScheduledFuture<?> unused =
                    timer.schedule(() -> record(attempt, result), RECORD_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOGGER.log(Level.DEBUG, "the server has stopped", e);
        }
    }

    @Override
    public void threadEnded(Attempt attempt) {
        onePartDone(attempt);
    }

    private void onePartDone(Attempt attempt) {
        AtomicInteger parts = places.get(attempt);
        if (parts != null && parts.decrementAndGet() == 0) {
            places.remove(attempt);
            attempt.runner().giveBackPlace();
            wakeUp.ring();
        }
    }

    /** By handler, how many threads go on though their attempt has been recorded. */
    Map<String, Integer> stuckThreads() {
        Map<String, Integer> stuck = new HashMap<>();
        for (Attempt attempt : places.keySet()) {
            if (!unrecorded.contains(attempt)) {
                stuck.merge(attempt.claimed().handler(), 1, Integer::sum);
            }
        }
        return stuck;
    }

    /** Prolongs the leases of what runs here. */
    void heartbeat() {
        List<Attempt> attempts = List.copyOf(unrecorded);
        if (attempts.isEmpty()) {
            return;
        }
        List<Claimed> claims = attempts.stream().map(Attempt::claimed).toList();
        Duration longest = attempts.stream()
                .map(attempt -> attempt.runner().policy().lease())
                .max(Comparator.naturalOrder())
                .orElseThrow();
        CompletableFuture<Integer> unused = worklist.heartbeat(claims, longest).exceptionally(failure -> {
            LOGGER.log(
                    Level.WARNING,
                    "the leases of " + claims.size() + " running deliveries were not prolonged: "
                            + failure.getMessage());
            return 0;
        });
    }

    /** Frees what servers that died elsewhere have left. */
    void releaseExpired() {
        CompletableFuture<Released> unused = worklist.releaseExpired().whenComplete((released, failure) -> {
            if (failure == null && released.released() + released.dead() > 0) {
                log.released(released);
                wakeUp.ring();
            }
        });
    }

    /**
     * Waits until everything is recorded.
     *
     * @param nanos for how long at most
     * @return whether everything is
     */
    synchronized boolean awaitAllRecorded(long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        while (!unrecorded.isEmpty()) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
        }
        return true;
    }

    /** Whether no result is awaited. */
    boolean areNone() {
        return unrecorded.isEmpty();
    }

    /** What has no recorded result yet. */
    List<Attempt> unrecorded() {
        return List.copyOf(unrecorded);
    }
}
