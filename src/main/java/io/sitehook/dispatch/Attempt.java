package io.sitehook.dispatch;

import io.sitehook.spi.Outcome;
import io.sitehook.store.Worklist.Claimed;
import io.sitehook.store.Worklist.Done;
import io.sitehook.store.Worklist.Result;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One run of a handler for a delivery. It ends in one of three ways: the handler returns or throws; it is interrupted at
 * its deadline or because the server stops, and gives in; or it ignores the interrupt, and is given up a second later
 * while its thread goes on. Whichever comes first is reported, once.
 */
final class Attempt implements Runnable {
    /** How long a handler may take to give in after an interrupt. */
    static final Duration AFTER_INTERRUPT = Duration.ofSeconds(1);

    /** Hears how an attempt went. */
    interface Listener {
        /** The result is known; called once, on the handler's thread or on the timer's. */
        void settled(Attempt attempt, Result result);

        /** The result is recorded already; called instead of the other, on the handler's thread. */
        void recorded(Attempt attempt, Result result, boolean ours);

        /** The handler's thread is free again; called once, before or after the other. */
        void threadEnded(Attempt attempt);
    }

    private enum Interrupt {
        NONE,
        DEADLINE,
        STOP
    }

    private final Claimed claimed;
    private final Runner runner;
    private final InstalledHandler handler;
    private final HandlerCalls calls;
    private final Judge judge;
    private final Clock clock;
    private final ScheduledExecutorService timer;
    private final Listener listener;

    // Guarded by this.
    private @Nullable Thread thread;
    private Interrupt interrupt = Interrupt.NONE;
    private boolean settled;
    private long begunNanos = System.nanoTime();
    private long settledNanos;
    private @Nullable String threadDump;

    /** The handler is held already; the attempt releases it when its thread has ended. */
    Attempt(
            Claimed claimed,
            Runner runner,
            InstalledHandler handler,
            HandlerCalls calls,
            Judge judge,
            Clock clock,
            ScheduledExecutorService timer,
            Listener listener) {
        this.claimed = claimed;
        this.runner = runner;
        this.handler = handler;
        this.calls = calls;
        this.judge = judge;
        this.clock = clock;
        this.timer = timer;
        this.listener = listener;
    }

    Claimed claimed() {
        return claimed;
    }

    Runner runner() {
        return runner;
    }

    /** How long it took, once it is settled. */
    synchronized Duration time() {
        return Duration.ofNanos(settledNanos - begunNanos);
    }

    @Override
    public void run() {
        Duration deadline = runner.policy().deadline();
        Future<?> overrun = timer.schedule(this::overrun, deadline.toMillis(), TimeUnit.MILLISECONDS);
        Result result;
        try (HandlerCalls.Call call = calls.begin(handler, deadline)) {
            begin();
            Outcome outcome =
                    call.run(ClaimedDelivery.of(claimed, clock.instant().plus(deadline)));
            end();
            result = judge.returned(claimed, runner.policy(), outcome);
            if (call.records() && result.next() instanceof Done) {
                record(call, result);
            }
        } catch (Throwable thrown) { // foreign code: whatever it throws must not end the thread or the delivery
            Interrupt cause = end();
            result = switch (cause) {
                case NONE -> judge.threw(claimed, runner.policy(), thrown);
                case DEADLINE -> judge.overran(claimed, runner.policy(), thrown, threadDump());
                case STOP -> judge.stopped();
            };
        } finally {
            overrun.cancel(false);
        }
        settle(result); // nothing, if it has been recorded
        handler.release();
        listener.threadEnded(this);
    }

    /** Interrupts the handler because the server stops. */
    void stop() {
        interrupt(Interrupt.STOP);
    }

    /** What was started too late to begin, or is given up by the stop, runs again after the next start. */
    void giveUpForStop() {
        settle(judge.stopped());
    }

    /**
     * Commits a success together with what the handler wrote, unless another result was reported already: then the
     * handler's writes are rolled back.
     *
     * @throws SQLException if that fails; then another result can be reported
     */
    private void record(HandlerCalls.Call call, Result result) throws SQLException {
        if (!begunToSettle()) {
            return;
        }
        boolean ours;
        try {
            ours = call.finish(claimed, result);
        } catch (SQLException | RuntimeException e) {
            synchronized (this) {
                settled = false;
            }
            throw e;
        }
        listener.recorded(this, result, ours);
    }

    private synchronized void begin() throws InterruptedException {
        if (interrupt != Interrupt.NONE) {
            throw new InterruptedException("stopped before it began");
        }
        thread = Thread.currentThread();
        begunNanos = System.nanoTime();
    }

    /** After this no interrupt reaches the thread any more; one that came too late is cleared. */
    private synchronized Interrupt end() {
        thread = null;
        boolean unused = Thread.interrupted();
        return interrupt;
    }

    private void overrun() {
        interrupt(Interrupt.DEADLINE);
        Future<?> unused = timer.schedule(
                () -> settle(judge.overran(claimed, runner.policy(), null, threadDump())),
                AFTER_INTERRUPT.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private synchronized void interrupt(Interrupt cause) {
        if (interrupt != Interrupt.NONE) {
            return;
        }
        interrupt = cause;
        Thread running = thread;
        if (running != null) {
            if (cause == Interrupt.DEADLINE) {
                threadDump = ThreadDump.of(running);
            }
            running.interrupt();
        }
    }

    private synchronized @Nullable String threadDump() {
        return threadDump;
    }

    private void settle(Result result) {
        if (begunToSettle()) {
            listener.settled(this, result);
        }
    }

    /** Whether nobody has before. */
    private synchronized boolean begunToSettle() {
        if (settled) {
            return false;
        }
        settled = true;
        settledNanos = System.nanoTime();
        return true;
    }
}
