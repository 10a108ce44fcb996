package io.sitehook.dispatch;

import io.sitehook.store.Worklist.Again;
import io.sitehook.store.Worklist.Claimed;
import io.sitehook.store.Worklist.Dead;
import io.sitehook.store.Worklist.Released;
import io.sitehook.store.Worklist.Result;
import java.lang.System.Logger.Level;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;

/** Tells the operator how attempts ended and what happens next. */
final class AttemptLog {
    private static final System.Logger LOGGER = System.getLogger(AttemptLog.class.getName());
    private static final int LONGEST_TEXT = 256;

    private final AtomicBoolean recording = new AtomicBoolean(true);
    private final AttemptListener listener;

    AttemptLog(AttemptListener listener) {
        this.listener = listener;
    }

    void ended(Attempt attempt, Result result, boolean ours) {
        recording.set(true);
        Claimed claimed = attempt.claimed();
        if (!ours) {
            LOGGER.log(
                    Level.WARNING,
                    named(claimed)
                            + " ended after its lease had run out; its result is not counted, the delivery has been given on");
            return;
        }
        listener.ended(claimed.handler(), result.outcome(), result.next() instanceof Dead, attempt.time());
        if (result.next() instanceof Dead) {
            LOGGER.log(
                    Level.ERROR,
                    described(claimed, result) + ". It is a dead letter now: kept, and not tried again by itself");
        } else if (result.next() instanceof Again again) {
            LOGGER.log(
                    Level.WARNING,
                    described(claimed, result) + (again.counts() ? ". Next attempt at " + again.due() : ""));
        } else {
            LOGGER.log(Level.DEBUG, () -> described(claimed, result));
        }
    }

    private static String named(Claimed claimed) {
        return "attempt " + claimed.attempt() + " of event " + claimed.event().id() + " (project "
                + printable(claimed.event().projectId()) + ") for handler " + claimed.handler();
    }

    private static String described(Claimed claimed, Result result) {
        return named(claimed) + ": "
                + result.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' ')
                + (result.text() == null ? "" : ": " + printable(result.text()));
    }

    void notRecorded(Attempt attempt, Throwable failure) {
        if (recording.getAndSet(false)) {
            Claimed claimed = attempt.claimed();
            LOGGER.log(
                    Level.ERROR,
                    "the result of attempt " + claimed.attempt() + " of event "
                            + claimed.event().id() + " for handler " + claimed.handler()
                            + " could not be recorded; it is tried again every second: " + failure.getMessage());
        }
    }

    void released(Released released) {
        LOGGER.log(
                Level.WARNING,
                "found unfinished: " + released.released() + " deliveries run again"
                        + (released.dead() == 0
                                ? ""
                                : ", and " + released.dead()
                                        + " are dead letters now, because the server died during three of their attempts"));
    }

    /** Foreign text in one line: control characters replaced, cut at 256 characters. */
    private static String printable(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]+", " ");
        return line.length() <= LONGEST_TEXT ? line : line.substring(0, LONGEST_TEXT - 1) + "…";
    }
}
