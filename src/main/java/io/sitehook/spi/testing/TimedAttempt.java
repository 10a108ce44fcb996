package io.sitehook.spi.testing;

import io.sitehook.spi.Outcome;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One call of a handler on a thread of its own, interrupted at its deadline. */
final class TimedAttempt {
    /** How long a handler may take to give in after an interrupt. */
    private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(1);

    private final Callable<Outcome> call;
    private final Duration limit;
    private final CompletableFuture<AttemptResult> result = new CompletableFuture<>();

    // Guarded by this.
    private @Nullable Thread running;
    private boolean interrupted;

    TimedAttempt(Callable<Outcome> call, Duration limit) {
        this.call = call;
        this.limit = limit;
    }

    AttemptResult run(String threadName) throws InterruptedException {
        Thread thread = new Thread(this::call, threadName);
        thread.setDaemon(true);
        begin(thread);
        thread.start();
        try {
            return within(limit);
        } catch (TimeoutException overrun) {
            interrupt();
        } catch (InterruptedException e) {
            interrupt();
            throw e;
        }
        try {
            return within(AFTER_INTERRUPT);
        } catch (TimeoutException ignoresIt) {
            return AttemptResult.overran(limit, null);
        }
    }

    private void call() {
        AttemptResult ending;
        try {
            Outcome outcome = call.call();
            end();
            ending = AttemptResult.returned(outcome);
        } catch (Throwable thrown) { // whatever a handler throws is a result
            ending = end() ? AttemptResult.overran(limit, thrown) : AttemptResult.threw(thrown);
        }
        result.complete(ending);
    }

    private AttemptResult within(Duration time) throws InterruptedException, TimeoutException {
        try {
            return result.get(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("only results are put there", e);
        }
    }

    private synchronized void begin(Thread thread) {
        running = thread;
    }

    private synchronized void interrupt() {
        Thread thread = running;
        if (thread != null) {
            interrupted = true;
            thread.interrupt();
        }
    }

    /** After this no interrupt reaches the thread any more. Says whether one has. */
    private synchronized boolean end() {
        running = null;
        return interrupted;
    }
}
