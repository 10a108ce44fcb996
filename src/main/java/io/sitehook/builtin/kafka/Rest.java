package io.sitehook.builtin.kafka;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When to leave the brokers alone. After some attempts in a row that found none of them a rest begins; after it one attempt
 * finds out whether they are back, and if not the next rest is twice as long, up to a minute. Each of these attempts waits
 * for a broker itself, so that one that comes back is mostly noticed at once. Thread-safe.
 */
final class Rest {
    static final Duration FIRST = Duration.ofSeconds(5);
    static final Duration LONGEST = Duration.ofMinutes(1);

    /** One partition may be without a leader for a moment while all others work. */
    static final int FAILURES = 3;

    private final Clock clock;

    // Guarded by this.
    private int running;
    private int failures;
    private Duration wait = FIRST;
    private @Nullable Instant until;

    Rest(Clock clock) {
        this.clock = clock;
    }

    /** How many more attempts may begin. */
    synchronized int places() {
        if (until == null) {
            return Integer.MAX_VALUE;
        }
        return left().isPresent() || running > 0 ? 0 : 1;
    }

    /** An attempt begins, and ends with {@link #end()}. It is to send nothing if {@link #left()} says so. */
    synchronized void begin() {
        running++;
    }

    synchronized void end() {
        running--;
    }

    /** How long the rest still is, empty if there is none. */
    synchronized Optional<Duration> left() {
        return Optional.ofNullable(until)
                .map(end -> Duration.between(clock.instant(), end))
                .filter(left -> !left.isNegative() && !left.isZero());
    }

    /** A broker has answered. */
    synchronized void answered() {
        failures = 0;
        wait = FIRST;
        until = null;
    }

    /**
     * An attempt found no broker.
     *
     * @return how long its delivery is to wait
     */
    synchronized Duration away() {
        failures++;
        Optional<Duration> left = left();
        if (left.isPresent()) {
            return left.get(); // it began before the rest did
        }
        if (until == null && failures < FAILURES) {
            return FIRST;
        }
        Duration rest = wait;
        until = clock.instant().plus(rest);
        Duration twice = wait.multipliedBy(2);
        wait = twice.compareTo(LONGEST) > 0 ? LONGEST : twice;
        return rest;
    }
}
