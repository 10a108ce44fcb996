package io.sitehook.builtin.options;

import io.sitehook.spi.WorkflowStates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The settings of one built-in handler. What is wrong is collected, and a default stands in for it, so that {@link
 * #done()} can name all of it at once. No value of a setting is in a message, as people put passwords in the wrong places.
 * For one thread.
 */
public final class Options {
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,6})(s|m|h|d)");
    private static final String WITHOUT_STATE = "without-state";
    private static final int LONGEST_SECRET_FILE = 65_536;

    private final String handler;
    private final Map<String, String> settings;
    private final Path home;
    private final Set<String> asked = new HashSet<>(Set.of("built-in"));
    private final Set<String> allowed = new HashSet<>();
    private final List<String> problems = new ArrayList<>();

    /**
     * Settings that were not looked at yet.
     *
     * @param handler the handler's name
     * @param settings its settings by their last part
     * @param home where relative paths start
     */
    public Options(String handler, Map<String, String> settings, Path home) {
        this.handler = handler;
        this.settings = Map.copyOf(settings);
        this.home = home;
    }

    /** The handler's name. */
    public String handler() {
        return handler;
    }

    /** A text, empty if it is not set or blank. */
    public Optional<String> text(String name) {
        asked.add(name);
        return Optional.ofNullable(settings.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    /**
     * The names of all settings that begin so. They count as asked for; what is wrong with one is for the caller to say.
     *
     * @param start for example {@code producer.}
     * @return the whole names, in order
     */
    public SortedSet<String> namesUnder(String start) {
        asked.add(start + "<property>");
        SortedSet<String> names = new TreeSet<>(settings.keySet());
        names.removeIf(name -> !name.startsWith(start));
        allowed.addAll(names);
        return names;
    }

    /** A text that must be set. */
    public String require(String name) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            problem(name, "is not set");
        }
        return text.orElse("");
    }

    /** A text that must not be seen, from the setting or from the file that {@code <name>-file} names. */
    public Optional<String> secret(String name) {
        Optional<String> direct = text(name);
        if (direct.isPresent() && text(name + "-file").isPresent()) {
            problem(name, "and " + name + "-file are both set: keep one of them");
        }
        return direct.or(() -> secretFile(name + "-file"));
    }

    /** A text that must not be seen, from the file that this setting names. */
    public Optional<String> secretFile(String name) {
        return text(name).flatMap(path -> content(name, path));
    }

    private Optional<String> content(String name, String path) {
        try {
            Path file = home.resolve(path);
            if (Files.size(file) > LONGEST_SECRET_FILE) {
                problem(name, "names a file that is too long for a secret");
                return Optional.empty();
            }
            String text = Files.readString(file, StandardCharsets.UTF_8).replaceFirst("\r?\n$", "");
            if (text.isBlank()) {
                problem(name, "names an empty file");
                return Optional.empty();
            }
            return Optional.of(text);
        } catch (IOException | InvalidPathException e) {
            problem(
                    name,
                    "names a file that can't be read (a relative path starts at the home): "
                            + e.getClass().getSimpleName());
            return Optional.empty();
        }
    }

    /** A path, absolute; a relative one starts at the home. */
    public Optional<Path> path(String name) {
        try {
            return text(name).map(value -> home.resolve(value).toAbsolutePath().normalize());
        } catch (InvalidPathException e) {
            problem(name, "is no path");
            return Optional.empty();
        }
    }

    /** A whole number. */
    public int number(String name, int from, int to, int standard) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return standard;
        }
        if (text.get().matches("[0-9]{1,9}")) {
            int number = Integer.parseInt(text.get());
            if (number >= from && number <= to) {
                return number;
            }
        }
        problem(name, "is no whole number from " + from + " to " + to);
        return standard;
    }

    /** {@code true} or {@code false}. */
    public boolean flag(String name, boolean standard) {
        String text = text(name).orElse(String.valueOf(standard));
        if (!text.equals("true") && !text.equals("false")) {
            problem(name, "is neither true nor false");
            return standard;
        }
        return text.equals("true");
    }

    /** A duration as in {@code 30m}; {@code 0} is zero. */
    public Duration duration(String name, Duration most, Duration standard) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return standard;
        }
        Matcher matcher = DURATION.matcher(text.get());
        if (text.get().equals("0")) {
            return Duration.ZERO;
        }
        if (matcher.matches()) {
            long number = Long.parseLong(matcher.group(1));
            Duration duration =
                    switch (matcher.group(2)) {
                        case "s" -> Duration.ofSeconds(number);
                        case "m" -> Duration.ofMinutes(number);
                        case "h" -> Duration.ofHours(number);
                        default -> Duration.ofDays(number);
                    };
            if (duration.compareTo(most) <= 0) {
                return duration;
            }
        }
        problem(name, "is no duration up to " + most.toHours() + "h (write for example 30m, 90s or 0)");
        return standard;
    }

    /** One of a few words. */
    public String choice(String name, String standard, String... others) {
        String text = text(name).orElse(standard);
        Set<String> allowed = new TreeSet<>(List.of(others));
        allowed.add(standard);
        if (!allowed.contains(text)) {
            problem(name, "is none of " + String.join(", ", allowed));
            return standard;
        }
        return text;
    }

    /** The workflow states, from the setting {@code states}: codes with commas between, {@code ALL}, {@code without-state}. */
    public WorkflowStates states() {
        List<String> items = List.of(text("states").orElse("COMPLETE").split(",", -1));
        WorkflowStates states = null;
        for (String item : items) {
            String code = item.strip();
            WorkflowStates more;
            if (code.equals("ALL")) {
                more = WorkflowStates.all();
            } else if (code.equals(WITHOUT_STATE)) {
                more = WorkflowStates.withoutState();
            } else if (code.isEmpty() || code.length() > 200) {
                problem("states", "has a code that is empty or too long");
                more = WorkflowStates.all();
            } else {
                more = WorkflowStates.of(code);
            }
            states = states == null ? more : states.and(more);
        }
        return states == null ? WorkflowStates.of("COMPLETE") : states;
    }

    /** Notes a problem; the sentence goes on after the setting's name. */
    public void problem(String name, String sentence) {
        problems.add("sitehook.handler." + handler + "." + name + " " + sentence);
    }

    /** Whether there is one so far. */
    public boolean hasProblems() {
        return !problems.isEmpty();
    }

    /**
     * All has been asked for.
     *
     * @throws IllegalArgumentException with everything that is wrong, settings that nobody asked for among it
     */
    public void done() {
        new TreeSet<>(settings.keySet())
                .stream()
                        .filter(name -> !asked.contains(name) && !allowed.contains(name))
                        .forEach(name -> problem(
                                name, "is no setting of it; it has " + String.join(", ", new TreeSet<>(asked))));
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }
}
