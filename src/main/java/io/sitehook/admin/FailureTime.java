package io.sitehook.admin;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Makes all failed logins take the same time, whatever was wrong and whatever the container did. */
class FailureTime {
    private static final long NANOS = Duration.ofMillis(600).toNanos();

    long now() {
        return System.nanoTime();
    }

    /** Waits until a failed login that started then may be answered. */
    void fill(long startedAt) {
        long left = startedAt + NANOS - now();
        while (left > 0 && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(left);
            left = startedAt + NANOS - now();
        }
    }
}
