package io.sitehook.spi;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What became of one attempt. Made by the factories below; immutable.
 *
 * <p>Notes and reasons are stored with the attempt and shown to administrators, cut at 2,000 characters. Put no secrets
 * into them.
 */
public final class Outcome {

    private enum Kind {
        DONE,
        RETRY,
        REJECT
    }

    private static final Outcome DONE = new Outcome(Kind.DONE, "", Optional.empty());

    private final Kind kind;
    private final String text;
    private final Optional<Duration> after;

    private Outcome(Kind kind, String text, Optional<Duration> after) {
        this.kind = kind;
        this.text = Objects.requireNonNull(text);
        this.after = after;
    }

    /**
     * The work is done, and the delivery is finished.
     *
     * @return the outcome
     */
    public static Outcome done() {
        return DONE;
    }

    /**
     * The work is done, with a word on what was done.
     *
     * @param note for the administrator, for example the id of the record that was written
     * @return the outcome
     */
    public static Outcome done(String note) {
        return new Outcome(Kind.DONE, note, Optional.empty());
    }

    /**
     * It failed for now: try again by the retry schedule.
     *
     * @param reason what went wrong, for the administrator
     * @return the outcome
     */
    public static Outcome retry(String reason) {
        return new Outcome(Kind.RETRY, reason, Optional.empty());
    }

    /**
     * It failed for now: try again after a given time instead of the schedule's, for example the {@code Retry-After} of
     * a busy server. It still uses up one attempt.
     *
     * @param delay the time to wait, not negative; more than 30 days counts as 30 days
     * @param reason what went wrong, for the administrator
     * @return the outcome
     * @throws IllegalArgumentException if the delay is negative
     */
    public static Outcome retryAfter(Duration delay, String reason) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("retryAfter needs a delay of zero or more; got " + delay);
        }
        return new Outcome(Kind.RETRY, reason, Optional.of(delay));
    }

    /**
     * It can never succeed: no more attempts. The delivery is a dead letter at once, which an administrator can see and
     * replay.
     *
     * @param reason why not, for the administrator
     * @return the outcome
     */
    public static Outcome reject(String reason) {
        return new Outcome(Kind.REJECT, reason, Optional.empty());
    }

    /**
     * Whether the work is done.
     *
     * @return true for {@link #done()} and {@link #done(String)}
     */
    public boolean isDone() {
        return kind == Kind.DONE;
    }

    /**
     * Whether it is to be tried again.
     *
     * @return true for {@link #retry(String)} and {@link #retryAfter(Duration, String)}
     */
    public boolean isRetry() {
        return kind == Kind.RETRY;
    }

    /**
     * Whether it is never to be tried again.
     *
     * @return true for {@link #reject(String)}
     */
    public boolean isReject() {
        return kind == Kind.REJECT;
    }

    /**
     * The note or the reason.
     *
     * @return the text given, empty for {@link #done()}
     */
    public String text() {
        return text;
    }

    /**
     * The delay asked for.
     *
     * @return the delay of {@link #retryAfter(Duration, String)}, otherwise empty
     */
    public Optional<Duration> delay() {
        return after;
    }

    /** The outcome in words, for logs. */
    @Override
    public String toString() {
        String word =
                switch (kind) {
                    case DONE -> "done";
                    case RETRY -> after.map(delay -> "retry after " + delay).orElse("retry");
                    case REJECT -> "reject";
                };
        return text.isEmpty() ? word : word + ": " + text;
    }
}
