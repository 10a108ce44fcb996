package io.sitehook.retention;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * The time by which retention judges: the clock's, but never further ahead of the start than time has really gone by. So
 * a clock that jumps forward while the server runs takes nothing out early; one that is set back only delays. For one
 * thread.
 */
final class SteadyClock {
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Instant start;
    private final long startNanos;

    SteadyClock(Clock clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.nanoTime = nanoTime;
        start = clock.instant();
        startNanos = nanoTime.getAsLong();
    }

    Instant now() {
        Instant wall = clock.instant();
        Instant steady = start.plus(Duration.ofNanos(nanoTime.getAsLong() - startNanos));
        return wall.isBefore(steady) ? wall : steady;
    }
}
