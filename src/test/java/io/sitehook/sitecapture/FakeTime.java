package io.sitehook.sitecapture;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Time in which every wait is over at once. */
final class FakeTime implements Time {
    private final List<Duration> waits = new ArrayList<>();
    private long now = 1_000_000_000_000L;

    @Override
    public synchronized long nanos() {
        return now;
    }

    @Override
    public synchronized void sleep(Duration duration) {
        if (!duration.isNegative() && !duration.isZero()) {
            waits.add(duration);
            now += duration.toNanos();
        }
    }

    /** The waits of a second or more, in whole seconds: shorter ones are the pace between requests. */
    synchronized List<Long> longWaits() {
        return waits.stream()
                .filter(wait -> wait.compareTo(Duration.ofMillis(700)) > 0)
                .map(wait -> Math.round(wait.toMillis() / 1000.0))
                .toList();
    }
}
