package io.sitehook.config;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Reads how a connection is swept, and when it is called silent. */
final class SweepReader {
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST_INTERVAL = Duration.ofDays(7);
    private static final Duration LONGEST_SILENCE = Duration.ofDays(365);

    private final ValueReader values;
    private final Problems problems;

    SweepReader(ValueReader values, Problems problems) {
        this.values = values;
        this.problems = problems;
    }

    Optional<SweepSettings> sweep(String name, boolean hasLogin) {
        Optional<Duration> interval = duration(Setting.SWEEP_INTERVAL, name, LONGEST_INTERVAL);
        States states = values.find(Setting.SWEEP_STATES, Setting.SWEEP_STATES.named(name))
                .map(value -> States.parse(value, problems))
                .orElse(States.ALL);
        if (interval.isEmpty()) {
            return Optional.empty();
        }
        Set<String> codes = states.codes();
        if (codes.isEmpty() || states.withoutState()) {
            problems.add(Setting.SWEEP_INTERVAL.named(name) + " needs codes in " + Setting.SWEEP_STATES.named(name)
                    + " (not ALL): which values of a project's status are workflow states is not documented");
        }
        if (!hasLogin) {
            problems.add(Setting.SWEEP_INTERVAL.named(name) + " needs " + Setting.REST_USER.named(name)
                    + " and what belongs to it");
        }
        return Optional.of(new SweepSettings(interval.get(), codes));
    }

    Optional<Duration> silenceAlarm(String name) {
        return duration(Setting.SILENCE_ALARM, name, LONGEST_SILENCE);
    }

    private Optional<Duration> duration(Setting setting, String name, Duration longest) {
        Duration duration = values.duration(setting, setting.named(name), SHORTEST, longest, Duration.ZERO);
        return duration.isZero() ? Optional.empty() : Optional.of(duration);
    }
}
