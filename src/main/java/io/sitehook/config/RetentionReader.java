package io.sitehook.config;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads how long things are kept, in general or for one connection. */
final class RetentionReader {
    private static final Duration SHORTEST = Duration.ofHours(1);
    private static final Duration LONGEST = Duration.ofDays(36_500);
    private static final int MOST_EVENTS = 999_999_999;
    private static final Pattern COUNT = Pattern.compile("[0-9]{1,9}");
    private static final int COUNT_NOT_SET = -1;
    private static final Duration AGE_NOT_SET = Duration.ofSeconds(-1);

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
        if (!age.equals(standard) && !isAge(age)) {
            values.find(setting, name).ifPresent(value -> problems.addShown(value, "is out of range"));
        }
        return age;
    }

    /** Whether something may be kept for so long: for ever, or for an hour at least. */
    static boolean isAge(Duration age) {
        return age.isZero() || (age.compareTo(SHORTEST) >= 0 && age.compareTo(LONGEST) <= 0);
    }

    /** A number of events, empty if the text is none. */
    static Optional<Integer> count(String text) {
        return COUNT.matcher(text).matches() ? Optional.of(Integer.valueOf(text)) : Optional.empty();
    }

    /** What a connection has of its own. */
    ConnectionRetention of(String connection) {
        int count = values.number(
                Setting.CONNECTION_COUNT, Setting.CONNECTION_COUNT.named(connection), 0, MOST_EVENTS, COUNT_NOT_SET);
        return new ConnectionRetention(
                its(Setting.CONNECTION_FINISHED, connection),
                its(Setting.CONNECTION_DEAD, connection),
                its(Setting.CONNECTION_PARKED, connection),
                count == COUNT_NOT_SET ? Optional.empty() : Optional.of(count));
    }

    private Optional<Duration> its(Setting setting, String connection) {
        Duration age = age(setting, setting.named(connection), AGE_NOT_SET);
        return age.equals(AGE_NOT_SET) ? Optional.empty() : Optional.of(age);
    }
}
