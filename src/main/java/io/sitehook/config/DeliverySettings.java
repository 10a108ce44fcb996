package io.sitehook.config;

import java.time.Duration;
import java.util.List;

/**
 * How deliveries to a handler are run.
 *
 * @param attempts how many before the delivery is a dead letter, 1 to 100
 * @param schedule the waits between attempts, not empty; the last one repeats
 * @param deadline how long one attempt may run before it is interrupted
 * @param concurrency how many attempts of one handler run side by side, 1 to 64
 * @param order whether a failed delivery holds back later ones of its project
 */
public record DeliverySettings(int attempts, List<Duration> schedule, Duration deadline, int concurrency, Order order) {

    /** What a failed delivery means for later ones of the same project. */
    public enum Order {
        /** They wait until it is done or a dead letter. */
        STRICT,
        /** The latest replaces it: it is closed as superseded. */
        LATEST
    }
}
