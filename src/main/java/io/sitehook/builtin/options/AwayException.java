package io.sitehook.builtin.options;

import java.time.Duration;
import java.util.Objects;

/**
 * What a built-in handler works for is not there, which no delivery can help: it is to be run again, and the attempt is
 * not to count.
 */
public final class AwayException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Duration wait;

    /**
     * A delivery that has to wait.
     *
     * @param wait how long, not negative
     * @param reason for the administrator, in one line and without secrets
     */
    public AwayException(Duration wait, String reason) {
        super(reason);
        this.wait = wait;
    }

    /** How long the delivery has to wait. */
    public Duration delay() {
        return wait;
    }

    /** Why, for the administrator. */
    public String reason() {
        return Objects.requireNonNull(getMessage());
    }
}
