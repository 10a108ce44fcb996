package io.sitehook.app;

import io.sitehook.store.WakeUp;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Rings for the dispatcher at a later time. It asks nothing of handlers that rest, so it can't know when a rest is over.
 * Safe for use by many threads.
 */
final class Bell {
    private final WakeUp wakeUp;
    private final ScheduledExecutorService timer;

    Bell(WakeUp wakeUp, ScheduledExecutorService timer) {
        this.wakeUp = wakeUp;
        this.timer = timer;
    }

    /** Rings when this time is over; never, if the server stops before. Does not block. */
    void ringAfter(Duration wait) {
        try {
            ScheduledFuture<?> unused = timer.schedule(wakeUp::ring, wait.toMillis() + 1, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // the server stops
        }
    }
}
