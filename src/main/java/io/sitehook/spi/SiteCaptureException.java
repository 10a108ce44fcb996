package io.sitehook.spi;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * SiteCapture's API did not give what was asked for. The message names the connection and the call, and says what came
 * instead; it is one line and has no secret in it.
 */
public final class SiteCaptureException extends IOException {
    private static final long serialVersionUID = 1L;

    /** The HTTP status, 0 for none. */
    private final int status;

    /** The wait that was asked for, null for none. */
    private final @Nullable Duration retryAfter;

    private SiteCaptureException(String message, int status, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        super(message, cause);
        this.status = status;
        this.retryAfter = retryAfter;
    }

    /**
     * The server answered, and not with what was asked for.
     *
     * @param message what was asked and what came
     * @param status the HTTP status, which may be 200 if what came with it was wrong
     * @param retryAfter how long the server asks to wait, null if it does not
     * @return a new exception
     */
    public static SiteCaptureException answered(String message, int status, @Nullable Duration retryAfter) {
        return new SiteCaptureException(Objects.requireNonNull(message), status, retryAfter, null);
    }

    /**
     * No answer came, or not the whole of it.
     *
     * @param message what was asked and what happened
     * @param cause what happened, null if nothing was thrown
     * @return a new exception
     */
    public static SiteCaptureException failed(String message, @Nullable Throwable cause) {
        return new SiteCaptureException(Objects.requireNonNull(message), 0, null, cause);
    }

    /**
     * The HTTP status of the last answer: 401 and 403 mean a wrong login, 404 an unknown project or photo.
     *
     * @return the status, empty if there was no whole answer
     */
    public OptionalInt status() {
        return status == 0 ? OptionalInt.empty() : OptionalInt.of(status);
    }

    /**
     * How long the server asked to wait. It was too long to wait for within the call, so hand it on:
     * {@link Outcome#retryAfter(Duration, String)}.
     *
     * @return the wait from now, empty if it asked for none
     */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
