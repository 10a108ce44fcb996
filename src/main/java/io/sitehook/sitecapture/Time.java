package io.sitehook.sitecapture;

import java.time.Duration;

/** Time that passes; tests let it pass at once. */
interface Time {

    /** A reading in nanoseconds, of no meaning but for differences. */
    long nanos();

    /** Waits, not at all if the duration is zero or negative. */
    void sleep(Duration duration) throws InterruptedException;

    /** The machine's. */
    static Time real() {
        return new Time() {
            @Override
            public long nanos() {
                return System.nanoTime();
            }

            @Override
            public void sleep(Duration duration) throws InterruptedException {
                Thread.sleep(Math.max(0, duration.toMillis()));
            }
        };
    }
}
