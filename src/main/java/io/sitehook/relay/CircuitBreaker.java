package io.sitehook.relay;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Gives a target that fails again and again a rest. Closed, everything is let through. After some failures in a row it
 * opens, and nothing is; when the rest is over one request is let through as a probe: if that goes well it closes, else
 * it opens for twice as long. Thread-safe.
 */
final class CircuitBreaker {
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    private final int limit;
    private final Duration firstWait;
    private final Clock clock;

    // Guarded by this.
    private int failures;
    private Duration wait;
    private @Nullable Instant until;
    private boolean askedFor;

    /**
     * @param limit after how many failures in a row it opens
     * @param firstWait how long the first rest is
     */
    CircuitBreaker(int limit, Duration firstWait, Clock clock) {
        this.limit = limit;
        this.firstWait = firstWait;
        this.clock = clock;
        wait = firstWait;
    }

    /** What a request is to the breaker. */
    enum Permit {
        /** One of many. */
        NORMAL,
        /** The one that finds out whether the target is back. */
        PROBE,
        /** Not to be sent now. */
        NONE
    }

    /**
     * How many requests may begin now.
     *
     * @param running how many have begun and not ended
     */
    synchronized int places(int running) {
        if (until == null) {
            return Integer.MAX_VALUE;
        }
        return isResting() || running > 0 ? 0 : 1;
    }

    /** To be asked before a request is sent: it may have been claimed just before the breaker opened. */
    synchronized Permit begin() {
        if (until == null) {
            return Permit.NORMAL;
        }
        return isResting() ? Permit.NONE : Permit.PROBE;
    }

    /** The target took something. */
    synchronized void succeeded() {
        if (isResting() && askedFor) {
            return; // an answer to an earlier request; the target asked for the rest since
        }
        failures = 0;
        wait = firstWait;
        until = null;
        askedFor = false;
    }

    /**
     * The target failed.
     *
     * @return how long the rest is that begins now; null if none does
     */
    synchronized @Nullable Duration failed() {
        failures++;
        if (isResting() || (until == null && failures < limit)) {
            return null;
        }
        Duration rest = wait;
        wait = longer(wait);
        until = clock.instant().plus(rest);
        askedFor = false;
        return rest;
    }

    /** The target asked for a rest. A longer one that is under way stays. */
    synchronized void rest(Duration asked) {
        Instant end = clock.instant().plus(asked);
        if (until == null || end.isAfter(until)) {
            until = end;
            askedFor = true;
        }
    }

    private static Duration longer(Duration wait) {
        Duration twice = wait.multipliedBy(2);
        return twice.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : twice;
    }

    private boolean isResting() {
        return until != null && clock.instant().isBefore(until);
    }

    /** As it is now. */
    synchronized BreakerState state() {
        if (until == null) {
            return new BreakerState(BreakerState.Kind.CLOSED, failures, null);
        }
        return new BreakerState(isResting() ? BreakerState.Kind.OPEN : BreakerState.Kind.HALF_OPEN, failures, until);
    }
}
