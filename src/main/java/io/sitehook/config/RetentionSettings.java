package io.sitehook.config;

import java.time.Duration;

/**
 * How long events are kept. A zero duration: for ever.
 *
 * @param finished those for which all is done
 * @param dead dead letters, and events whose body can't be read
 * @param parked events that no handler takes
 * @param count how many events of a connection are kept; 0: any number
 */
public record RetentionSettings(Duration finished, Duration dead, Duration parked, int count) {}
