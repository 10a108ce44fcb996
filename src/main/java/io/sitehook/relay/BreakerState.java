package io.sitehook.relay;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a subscription's circuit breaker stands.
 *
 * @param failures how many in a row
 * @param until when the rest ends, or ended; null if closed
 */
public record BreakerState(
        Kind kind, int failures, @Nullable Instant until) {

    /** Open: nothing is sent. */
    public enum Kind {
        /** Everything is sent. */
        CLOSED,
        /** Nothing is sent: the target has a rest. */
        OPEN,
        /** The rest is over; the next delivery is sent alone, and decides. */
        HALF_OPEN
    }
}
