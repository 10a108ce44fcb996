package io.sitehook.dispatch;

import java.time.Duration;
import java.util.Objects;

/**
 * Thrown by a built-in handler when a delivery has to wait and it is not the delivery's fault: it runs again, and the
 * attempt does not count towards the limit.
 */
public final class PostponedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Duration wait;

    /**
     * @param wait how long, not negative
     * @param reason for the administrator
     */
    public PostponedException(Duration wait, String reason) {
        super(reason);
        this.wait = wait;
    }

    Duration delay() {
        return wait;
    }

    String reason() {
        return Objects.requireNonNull(getMessage());
    }
}
