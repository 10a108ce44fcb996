package io.sitehook.config;

import io.sitehook.config.ConnectionForm.Wrong;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The part of a {@link ConnectionForm} that says how long events are kept, written as in the settings: {@code 30d},
 * {@code 0} for ever; a number of events for the count. Empty, or blank: as the general settings say.
 */
public record RetentionForm(String finished, String dead, String parked, String count) {

    /** As it begins: nothing of its own. */
    public static final RetentionForm EMPTY = new RetentionForm("", "", "", "");

    /** Without the blanks around them, which mean nothing in the settings either. */
    public RetentionForm {
        finished = finished.strip();
        dead = dead.strip();
        parked = parked.strip();
        count = count.strip();
    }

    void check(List<Wrong> wrong) {
        age(wrong, "retentionFinished", finished, Setting.CONNECTION_FINISHED);
        age(wrong, "retentionDead", dead, Setting.CONNECTION_DEAD);
        age(wrong, "retentionParked", parked, Setting.CONNECTION_PARKED);
        if (!count.isEmpty() && RetentionReader.count(count).isEmpty()) {
            wrong.add(new Wrong("retentionCount", "must be " + Setting.CONNECTION_COUNT.allowed()));
        }
    }

    private static void age(List<Wrong> wrong, String field, String text, Setting setting) {
        if (!text.isEmpty() && age(text).filter(RetentionReader::isAge).isEmpty()) {
            wrong.add(new Wrong(field, "must be " + setting.allowed()));
        }
    }

    private static Optional<Duration> age(String text) {
        return DurationText.parse(text);
    }

    /** What the connection has of its own; what is no duration or number, which {@link #check} names, is left out. */
    ConnectionRetention retention() {
        return new ConnectionRetention(age(finished), age(dead), age(parked), RetentionReader.count(count));
    }

    /** The form that gives this. */
    static RetentionForm of(ConnectionRetention retention) {
        return new RetentionForm(
                text(retention.finished()),
                text(retention.dead()),
                text(retention.parked()),
                retention.count().map(String::valueOf).orElse(""));
    }

    private static String text(Optional<Duration> age) {
        return age.map(DurationText::of).orElse("");
    }
}
