package io.sitehook.dispatch;

import io.sitehook.store.Worklist.AttemptOutcome;
import java.time.Duration;

/** Hears of each attempt whose result was recorded. Must be quick. */
@FunctionalInterface
public interface AttemptListener {

    /**
     * An attempt has ended.
     *
     * @param handler the handler's name
     * @param dead whether the delivery is a dead letter now
     * @param time from its start until its result was known
     */
    void ended(String handler, AttemptOutcome outcome, boolean dead, Duration time);
}
