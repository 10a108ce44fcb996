package io.sitehook.config;

import java.time.Duration;
import java.util.Optional;

/** Reads how long things are kept, in general or for one connection. */
final class RetentionReader {
    private static final Duration SHORTEST = Duration.ofHours(1);
    private static final Duration LONGEST = Duration.ofDays(36_500);
    private static final int MOST_EVENTS = 999_999_999;

    private final ValueReader values;
    private final Problems problems;

    RetentionReader(ValueReader values, Problems problems) {
        this.values = values;
        this.problems = problems;
    }

    /** The settings {@code sitehook.retention.*}. */
    RetentionSettings general() {
        return new RetentionSettings(
                age(Setting.RETENTION_FINISHED),
                age(Setting.RETENTION_DEAD),
                age(Setting.RETENTION_PARKED),
                values.number(Setting.RETENTION_COUNT, 0, MOST_EVENTS));
    }

    /** How long the audit trail is kept. */
    Duration audit() {
        return age(Setting.RETENTION_AUDIT);
    }

    private Duration age(Setting setting) {
        return age(setting, setting.pattern(), ValueReader.standardDuration(setting));
    }

    private Duration age(Setting setting, String name, Duration standard) {
        Duration age = values.duration(setting, name, Duration.ZERO, LONGEST, standard);
        if (!age.isZero() && age.compareTo(SHORTEST) < 0) {
            values.find(setting, name).ifPresent(value -> problems.addShown(value, "is out of range"));
        }
        return age;
    }

    /** What a connection has of its own, with the general ones for what is not set; empty if nothing is. */
    Optional<RetentionSettings> of(String connection, RetentionSettings general) {
        RetentionSettings its = new RetentionSettings(
                age(Setting.CONNECTION_FINISHED, Setting.CONNECTION_FINISHED.named(connection), general.finished()),
                age(Setting.CONNECTION_DEAD, Setting.CONNECTION_DEAD.named(connection), general.dead()),
                age(Setting.CONNECTION_PARKED, Setting.CONNECTION_PARKED.named(connection), general.parked()),
                values.number(
                        Setting.CONNECTION_COUNT,
                        Setting.CONNECTION_COUNT.named(connection),
                        0,
                        MOST_EVENTS,
                        general.count()));
        return its.equals(general) ? Optional.empty() : Optional.of(its);
    }
}
