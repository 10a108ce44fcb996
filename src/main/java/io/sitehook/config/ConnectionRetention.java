package io.sitehook.config;

import java.time.Duration;
import java.util.Optional;

/**
 * How long the events of one connection are kept. What is empty is as {@link RetentionSettings} say for all; a zero
 * duration: for ever.
 *
 * @param finished those for which all is done
 * @param dead dead letters, and events whose body can't be read
 * @param parked events that no handler takes
 * @param count how many events are kept; 0: any number
 */
public record ConnectionRetention(
        Optional<Duration> finished, Optional<Duration> dead, Optional<Duration> parked, Optional<Integer> count) {

    /** Nothing of its own. */
    public static final ConnectionRetention NONE =
            new ConnectionRetention(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** What holds for the connection. */
    public RetentionSettings over(RetentionSettings general) {
        return new RetentionSettings(
                finished.orElse(general.finished()),
                dead.orElse(general.dead()),
                parked.orElse(general.parked()),
                count.orElse(general.count()));
    }
}
