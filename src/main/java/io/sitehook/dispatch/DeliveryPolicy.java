package io.sitehook.dispatch;

import java.time.Duration;
import java.util.List;

/**
 * How deliveries to one handler are run.
 *
 * @param attempts how many before the delivery is a dead letter, at least 1
 * @param schedule the waits between attempts, not empty; the last one repeats
 * @param deadline how long one attempt may run before it is interrupted
 * @param concurrency how many attempts run side by side
 * @param latest whether a failed delivery is closed as superseded when a later one of its project waits
 */
public record DeliveryPolicy(
        int attempts, List<Duration> schedule, Duration deadline, int concurrency, boolean latest) {

    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(60);
    private static final Duration LEASE_BEYOND_DEADLINE = Duration.ofSeconds(30);

    /** How long a claim holds without a heartbeat: always longer than an attempt may run. */
    Duration lease() {
        Duration beyond = deadline.plus(LEASE_BEYOND_DEADLINE);
        return beyond.compareTo(SHORTEST_LEASE) > 0 ? beyond : SHORTEST_LEASE;
    }
}
