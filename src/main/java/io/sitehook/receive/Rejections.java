package io.sitehook.receive;

import static java.lang.System.Logger.Level.WARNING;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.function.LongSupplier;

/**
 * What happens when a signature or an api_key is wrong: the caller gets one fixed text, the reason goes to the log and
 * the listener, and a source that fails too often is told to slow down. Thread-safe.
 */
public final class Rejections {
    private static final int MOST_SOURCES = 10_000;

    private final QuietLog log;
    private final FailureLimiter limiter;
    private final RejectionListener listener;

    /**
     * Makes the one instance that filter and resource share.
     *
     * @param nanoTime the clock for elapsed time, {@code System::nanoTime}
     * @param failuresPerMinute how many failures one source may have in a minute before it gets 429 instead of 401
     * @param listener hears of each rejection
     */
    public Rejections(LongSupplier nanoTime, int failuresPerMinute, RejectionListener listener) {
        this(System.getLogger(Rejections.class.getName()), nanoTime, failuresPerMinute, listener);
    }

    Rejections(System.Logger logger, LongSupplier nanoTime, int failuresPerMinute, RejectionListener listener) {
        this.log = new QuietLog(logger, nanoTime);
        this.limiter = new FailureLimiter(nanoTime, failuresPerMinute, MOST_SOURCES);
        this.listener = listener;
    }

    /** Notes the failure and gives the answer to it. */
    Refusal reject(RejectionListener.Rejected post) {
        boolean tooOften = limiter.failedTooOften(post.remoteAddress());
        log.log(
                WARNING,
                post.remoteAddress(),
                "refused a post from " + post.remoteAddress() + " to connection " + post.connection()
                        + ", nothing stored: " + post.reason(),
                null);
        listener.rejected(new RejectionListener.Rejected(
                post.connection(),
                post.remoteAddress(),
                LogText.of(post.reason()),
                post.signed(),
                post.signatures(),
                post.body()));
        return tooOften ? Refusal.TOO_MANY_FAILURES : Refusal.UNAUTHORIZED;
    }

    /** Answers, unless another answer was begun. */
    void answer(Refusal refusal, HttpServletResponse response) throws IOException {
        listener.refused(refusal.reason());
        refusal.write(response);
    }

    /** The answer for Jersey to give. */
    Response answer(Refusal refusal) {
        listener.refused(refusal.reason());
        return refusal.toResponse();
    }

    /** Notes which secret a signature was made with. */
    void verified(String connection, String secret, String form) {
        listener.verified(connection, secret, form);
    }

    /** Logs something else that a flood of requests could repeat without end. */
    void note(System.Logger.Level level, String source, String message) {
        log.log(level, source, message, null);
    }

    /** Logs a fault of ours with its stack trace. */
    void note(String source, String message, Throwable error) {
        log.log(System.Logger.Level.ERROR, source, message, error);
    }
}
