package io.sitehook.receive;

import java.util.function.LongSupplier;

/** Counts the failed posts of each source over the last minute, in steps of ten seconds. Thread-safe. */
final class FailureLimiter {
    private static final long STEP_NANOS = 10_000_000_000L;
    private static final int STEPS = 6;

    private final LongSupplier nanoTime;
    private final long origin;
    private final int allowed;
    private final Sources<Counts> sources;

    /** What one source did in each of the last steps. */
    private static final class Counts {
        private final int[] failures = new int[STEPS];
        private long lastStep;

        int add(long step) {
            for (long gone = Math.max(lastStep + 1, step - STEPS + 1); gone <= step; gone++) {
                failures[(int) (gone % STEPS)] = 0;
            }
            lastStep = Math.max(lastStep, step);
            failures[(int) (lastStep % STEPS)]++;
            int sum = 0;
            for (int each : failures) {
                sum += each;
            }
            return sum;
        }
    }

    FailureLimiter(LongSupplier nanoTime, int allowed, int mostSources) {
        this.nanoTime = nanoTime;
        this.origin = nanoTime.getAsLong();
        this.allowed = allowed;
        this.sources = new Sources<>(mostSources);
    }

    /** Counts a failure of this source and tells whether it has now had more of them than are allowed in a minute. */
    synchronized boolean failedTooOften(String source) {
        long step = (nanoTime.getAsLong() - origin) / STEP_NANOS;
        return sources.computeIfAbsent(source, any -> new Counts()).add(step) > allowed;
    }
}
