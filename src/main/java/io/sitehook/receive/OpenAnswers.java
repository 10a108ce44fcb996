package io.sitehook.receive;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Counts the posts that have been taken and not yet been answered. Thread-safe. */
final class OpenAnswers {
    private int open;

    synchronized void begin() {
        open++;
    }

    synchronized void end() {
        open--;
        if (open == 0) {
            notifyAll();
        }
    }

    /**
     * Waits until none is open.
     *
     * @param longest how long to wait
     * @return how many are still open then; all of them too if the thread is interrupted, which it stays
     */
    synchronized int awaitNone(Duration longest) {
        long end = System.nanoTime() + longest.toNanos();
        try {
            for (long left = longest.toNanos(); open > 0 && left > 0; left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return open;
    }
}
