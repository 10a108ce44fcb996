package io.sitehook.dispatch;

import io.sitehook.spi.Outcome;
import io.sitehook.store.Worklist.Again;
import io.sitehook.store.Worklist.AttemptOutcome;
import io.sitehook.store.Worklist.Cause;
import io.sitehook.store.Worklist.Claimed;
import io.sitehook.store.Worklist.Dead;
import io.sitehook.store.Worklist.Done;
import io.sitehook.store.Worklist.Next;
import io.sitehook.store.Worklist.Result;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides what becomes of a delivery after an attempt. */
final class Judge {
    private static final int LONGEST_TEXT = 2_000;

    private final Clock clock;
    private final RetrySchedule schedule;

    Judge(Clock clock, RetrySchedule schedule) {
        this.clock = clock;
        this.schedule = schedule;
    }

    /** The handler returned. Null is an outcome too: the SPI says that it means another try. */
    Result returned(Claimed claimed, DeliveryPolicy policy, @Nullable Outcome outcome) {
        if (outcome == null) {
            return failed(
                    claimed,
                    policy,
                    AttemptOutcome.RETRY,
                    "the handler returned null",
                    null,
                    null,
                    new Cause("the handler returned null", null));
        }
        String text = cut(outcome.text());
        if (outcome.isDone()) {
            return new Result(AttemptOutcome.DONE, new Done(), text.isEmpty() ? null : text, null, null);
        }
        if (outcome.isReject()) {
            return new Result(AttemptOutcome.REJECTED, new Dead(), text, null, null, FailureCause.ofReason(text));
        }
        Optional<Duration> wait = outcome.delay().map(RetrySchedule::askedFor);
        return new Result(
                AttemptOutcome.RETRY, next(claimed, policy, wait), text, null, null, FailureCause.ofReason(text));
    }

    /** The handler threw. */
    Result threw(Claimed claimed, DeliveryPolicy policy, Throwable thrown) {
        if (thrown instanceof PostponedException postponed) {
            Instant due = clock.instant().plus(RetrySchedule.askedFor(postponed.delay()));
            return new Result(
                    AttemptOutcome.RETRY, new Again(due, false, policy.latest()), cut(postponed.reason()), null, null);
        }
        return failed(
                claimed,
                policy,
                AttemptOutcome.FAILED,
                ThrowableText.summary(thrown),
                ThrowableText.stackTrace(thrown),
                null,
                FailureCause.of(thrown));
    }

    /**
     * The handler ran past its deadline.
     *
     * @param thrown what it threw when it was interrupted, null if it goes on regardless
     */
    Result overran(Claimed claimed, DeliveryPolicy policy, @Nullable Throwable thrown, @Nullable String threadDump) {
        String text = "ran past its deadline of " + policy.deadline().toSeconds() + " s and was interrupted"
                + (thrown == null ? "; it ignores the interrupt, and keeps its thread until it ends" : "");
        return failed(
                claimed,
                policy,
                AttemptOutcome.TIMED_OUT,
                text,
                thrown == null ? null : ThrowableText.stackTrace(thrown),
                threadDump,
                FailureCause.ofDeadline(threadDump));
    }

    /** The server stops before the handler was done; it runs again after the next start, and nothing is counted. */
    Result stopped() {
        return new Result(
                AttemptOutcome.STOPPED,
                new Again(clock.instant(), false, false),
                "interrupted because the server stops; runs again after the next start",
                null,
                null);
    }

    private Result failed(
            Claimed claimed,
            DeliveryPolicy policy,
            AttemptOutcome outcome,
            String text,
            @Nullable String error,
            @Nullable String threadDump,
            Cause cause) {
        return new Result(outcome, next(claimed, policy, Optional.empty()), cut(text), error, threadDump, cause);
    }

    private Next next(Claimed claimed, DeliveryPolicy policy, Optional<Duration> askedFor) {
        int failures = claimed.failures() + 1;
        if (failures >= policy.attempts()) {
            return new Dead();
        }
        Duration wait = askedFor.orElseGet(() -> schedule.waitAfter(policy.schedule(), failures));
        return new Again(clock.instant().plus(wait), true, policy.latest());
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT - 1) + "…";
    }
}
