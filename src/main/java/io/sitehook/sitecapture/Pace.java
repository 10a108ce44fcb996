package io.sitehook.sitecapture;

import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * Keeps all requests of one connection within its limits: so many at once, so many begun in a second, none while the
 * server has asked for a pause. Safe for use by many threads.
 */
final class Pace {
    private final Time time;
    private final Semaphore places;
    private final long intervalNanos;

    // Guarded by this.
    private long nextStart;
    private long pausedUntil;

    Pace(Time time, int concurrency, int perSecond) {
        this.time = time;
        places = new Semaphore(concurrency, true);
        intervalNanos = Duration.ofSeconds(1).toNanos() / perSecond;
        nextStart = time.nanos();
        pausedUntil = nextStart;
    }

    /** Waits for a place and for the turn; then {@link #leave()} must follow. */
    void enter() throws InterruptedException {
        places.acquire();
        try {
            time.sleep(Duration.ofNanos(turn() - time.nanos()));
        } catch (InterruptedException e) {
            places.release();
            throw e;
        }
    }

    void leave() {
        places.release();
    }

    private synchronized long turn() {
        long now = time.nanos();
        long start = now - nextStart > 0 ? now : nextStart;
        if (pausedUntil - start > 0) {
            start = pausedUntil;
        }
        nextStart = start + intervalNanos;
        return start;
    }

    /** Nothing begins before this has passed. */
    synchronized void pause(Duration duration) {
        long until = time.nanos() + duration.toNanos();
        if (until - pausedUntil > 0) {
            pausedUntil = until;
        }
    }

    /** How much of the pause is left, zero if there is none. */
    synchronized Duration pauseLeft() {
        return Duration.ofNanos(Math.max(0, pausedUntil - time.nanos()));
    }
}
