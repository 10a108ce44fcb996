package io.sitehook.spi.testing;

import io.sitehook.spi.Outcome;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What Sitehook would record of one attempt. Immutable. */
public final class AttemptResult {
    private static final int LONGEST_TEXT = 2_000;
    private static final Duration LONGEST_DELAY = Duration.ofDays(30);

    /** How an attempt ended. */
    public enum Kind {
        /** The work is done, and the delivery is finished. */
        DONE,
        /** The handler wants another try, or has returned null. */
        RETRY,
        /** The handler has rejected it: a dead letter at once. */
        REJECTED,
        /** The handler has thrown something: there is another try. */
        FAILED,
        /**
         * The handler was interrupted at its deadline, and has thrown something or gone on regardless: there is another
         * try. If it returned within a second after the interrupt, what it returned counts instead.
         */
        TIMED_OUT
    }

    private final Kind kind;
    private final String text;
    private final Optional<Duration> delay;
    private final Optional<Throwable> thrown;

    private AttemptResult(Kind kind, String text, Optional<Duration> delay, @Nullable Throwable thrown) {
        this.kind = kind;
        this.text = text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT - 1) + "…";
        this.delay = delay;
        this.thrown = Optional.ofNullable(thrown);
    }

    static AttemptResult returned(@Nullable Outcome outcome) {
        if (outcome == null) {
            return new AttemptResult(Kind.RETRY, "the handler returned null", Optional.empty(), null);
        }
        Kind kind = outcome.isDone() ? Kind.DONE : outcome.isReject() ? Kind.REJECTED : Kind.RETRY;
        Optional<Duration> delay =
                outcome.delay().map(wait -> wait.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : wait);
        return new AttemptResult(kind, outcome.text(), delay, null);
    }

    static AttemptResult threw(Throwable thrown) {
        return new AttemptResult(Kind.FAILED, ThrownText.summary(thrown), Optional.empty(), thrown);
    }

    static AttemptResult overran(Duration limit, @Nullable Throwable thrown) {
        String text = "ran past its deadline of " + limit.toSeconds() + " s and was interrupted"
                + (thrown == null ? "; it ignores the interrupt, and keeps its thread until it ends" : "");
        return new AttemptResult(Kind.TIMED_OUT, text, Optional.empty(), thrown);
    }

    /**
     * How it ended.
     *
     * @return the kind of ending
     */
    public Kind kind() {
        return kind;
    }

    /**
     * The note, the reason, or what went wrong, as an administrator sees it.
     *
     * @return the text, cut at 2,000 characters; empty if there is none
     */
    public String text() {
        return text;
    }

    /**
     * Whether there is another attempt, as long as the attempts last (10, if the operator sets nothing else).
     *
     * @return true for all kinds but {@link Kind#DONE} and {@link Kind#REJECTED}
     */
    public boolean isTriedAgain() {
        return kind != Kind.DONE && kind != Kind.REJECTED;
    }

    /**
     * The wait before the next attempt, if the handler asked for one.
     *
     * @return the delay of {@link Outcome#retryAfter(Duration, String)}, 30 days at most; empty if the retry schedule
     *     decides, or there is no other attempt
     */
    public Optional<Duration> delay() {
        return delay;
    }

    /**
     * What the handler threw.
     *
     * @return the exception or error, empty if it threw none in time
     */
    public Optional<Throwable> thrown() {
        return thrown;
    }

    /** The result in words, for messages of tests. */
    @Override
    public String toString() {
        String words = kind + delay.map(wait -> " after " + wait).orElse("");
        return text.isEmpty() ? words : words + ": " + text;
    }
}
