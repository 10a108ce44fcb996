package io.sitehook.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads values that are not secret. A bad one becomes a problem, and the default stands in for it so that the rest can be
 * checked too.
 */
final class ValueReader {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
    private static final Duration LONGEST_WAIT = Duration.ofDays(30);
    private static final int MOST_WAITS = 100;

    private final SourceStack sources;
    private final Problems problems;

    ValueReader(SourceStack sources, Problems problems) {
        this.sources = sources;
        this.problems = problems;
    }

    /** The value without blanks around it, empty if not set. An empty value is a problem. */
    Optional<Value> find(Setting setting, String name) {
        Optional<Value> value = sources.find(setting, name)
                .map(found -> new Value(
                        found.setting(),
                        found.name(),
                        found.origin(),
                        found.text().strip()));
        if (value.isPresent() && value.get().text().isEmpty()) {
            problems.add(value.get(), "it is empty");
            return Optional.empty();
        }
        return value;
    }

    int number(Setting setting, String name, int from, int to, int standard) {
        Optional<Value> value = find(setting, name);
        if (value.isEmpty()) {
            return standard;
        }
        String text = value.get().text();
        if (!NUMBER.matcher(text).matches()) {
            problems.addShown(value.get(), "is no whole number in digits");
            return standard;
        }
        int number = Integer.parseInt(text);
        if (number < from || number > to) {
            problems.addShown(value.get(), "is out of range");
            return standard;
        }
        return number;
    }

    int number(Setting setting, int from, int to) {
        return number(setting, setting.pattern(), from, to, Integer.parseInt(setting.standard()));
    }

    Duration duration(Setting setting, String name, Duration from, Duration to, Duration standard) {
        return find(setting, name)
                .flatMap(value -> inRange(value, value.text(), from, to))
                .orElse(standard);
    }

    Duration duration(Setting setting, String name, Duration from, Duration to) {
        return duration(setting, name, from, to, standardDuration(setting));
    }

    static Duration standardDuration(Setting setting) {
        return DurationText.parse(setting.standard()).orElseThrow();
    }

    /** Durations separated by commas. */
    List<Duration> schedule(Setting setting, String name, List<Duration> standard) {
        Optional<Value> value = find(setting, name);
        if (value.isEmpty()) {
            return standard;
        }
        List<String> items = items(value.get().text());
        List<Duration> waits = new ArrayList<>();
        for (String item : items) {
            Optional<Duration> wait = inRange(value.get(), item, Duration.ofMillis(1), LONGEST_WAIT);
            if (wait.isEmpty()) {
                return standard;
            }
            waits.add(wait.get());
        }
        if (waits.size() > MOST_WAITS) {
            problems.add(value.get(), "there are " + waits.size() + " of them");
            return standard;
        }
        return List.copyOf(waits);
    }

    static List<Duration> standardSchedule(Setting setting) {
        return items(setting.standard()).stream()
                .map(item -> DurationText.parse(item).orElseThrow())
                .toList();
    }

    private Optional<Duration> inRange(Value value, String text, Duration from, Duration to) {
        Optional<Duration> duration = DurationText.parse(text);
        if (duration.isEmpty()) {
            problems.add(
                    value, Problems.shown(text) + " is no duration (write for example 500ms, 5s, 2m, 1h, 1d or PT5S)");
            return duration;
        }
        if (duration.get().compareTo(from) < 0 || duration.get().compareTo(to) > 0) {
            problems.add(value, Problems.shown(text) + " is out of range");
            return Optional.empty();
        }
        return duration;
    }

    /** One of the constants of an enum, in any case. */
    <E extends Enum<E>> E choice(Setting setting, String name, Class<E> type, E standard) {
        Optional<Value> value = find(setting, name);
        if (value.isEmpty()) {
            return standard;
        }
        Optional<E> chosen = constant(type, value.get().text());
        if (chosen.isEmpty()) {
            problems.addShown(value.get(), "is none of them");
        }
        return chosen.orElse(standard);
    }

    <E extends Enum<E>> E choice(Setting setting, String name, Class<E> type) {
        return choice(setting, name, type, constant(type, setting.standard()).orElseThrow());
    }

    /** {@code true} or {@code false}, in any case. */
    boolean yes(Setting setting, String name) {
        Optional<Value> value = find(setting, name);
        String text = value.map(Value::text).orElse(setting.standard()).toLowerCase(Locale.ROOT);
        if (!text.equals("true") && !text.equals("false")) {
            value.ifPresent(wrong -> problems.addShown(wrong, "is neither"));
        }
        return text.equals("true");
    }

    static <E extends Enum<E>> Optional<E> constant(Class<E> type, String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().toLowerCase(Locale.ROOT).equals(text.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    /** What stands between commas, without blanks around it. An empty item stays an item. */
    static List<String> items(String text) {
        return Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    }
}
