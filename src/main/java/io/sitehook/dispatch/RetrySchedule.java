package io.sitehook.dispatch;

import java.time.Duration;
import java.util.List;
import java.util.function.DoubleSupplier;

/** When the next attempt is due: the policy's waits, each shortened or prolonged by up to a fifth at random. */
final class RetrySchedule {
    private static final double JITTER = 0.2;
    private static final Duration LONGEST_ASKED_FOR = Duration.ofDays(30);

    private final DoubleSupplier random;

    /** @param random gives numbers from 0 (inclusive) to 1 (exclusive) */
    RetrySchedule(DoubleSupplier random) {
        this.random = random;
    }

    /**
     * The wait after a failed attempt.
     *
     * @param failures how many attempts have failed, this one included, at least 1
     */
    Duration waitAfter(List<Duration> schedule, int failures) {
        Duration wait = schedule.get(Math.min(failures, schedule.size()) - 1);
        double factor = 1 - JITTER + 2 * JITTER * random.getAsDouble();
        return Duration.ofMillis(Math.round(wait.toMillis() * factor));
    }

    /** The wait that a handler asked for: taken as it is, within reason. */
    static Duration askedFor(Duration wait) {
        return wait.compareTo(LONGEST_ASKED_FOR) > 0 ? LONGEST_ASKED_FOR : wait;
    }
}
