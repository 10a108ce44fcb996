package io.sitehook.admin;

import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of one call. What is wrong is gathered, and answered at once by {@link #check()}, which comes before
 * anything is done. A parameter that is empty is as good as absent.
 */
final class Parameters {
    static final int LARGEST_PAGE = 100;
    private static final int PAGE = 50;
    private static final int LONGEST = 1_000;
    private static final Set<String> PAGING = Set.of("limit", "cursor", "format");

    private final Map<String, String> values;
    private final List<Problem.Field> problems = new ArrayList<>();

    private Parameters(Map<String, String> values) {
        this.values = values;
    }

    /** Of a list, with these filters besides paging. */
    static Parameters ofList(UriInfo uri, String... filters) {
        Set<String> known = new TreeSet<>(PAGING);
        known.addAll(Arrays.asList(filters));
        return of(uri, known);
    }

    /** Of a resource with just these. */
    static Parameters of(UriInfo uri, Set<String> known) {
        MultivaluedMap<String, String> given = uri.getQueryParameters();
        Map<String, String> values = new java.util.TreeMap<>();
        Parameters parameters = new Parameters(values);
        given.forEach((name, all) -> {
            if (!known.contains(name)) {
                parameters.problem(name, "is not known here; known are " + String.join(", ", new TreeSet<>(known)));
            } else if (all.size() > 1) {
                parameters.problem(name, "is given " + all.size() + " times");
            } else if (all.get(0).length() > LONGEST) {
                parameters.problem(name, "is longer than " + LONGEST + " characters");
            } else if (!all.get(0).isEmpty()) {
                values.put(name, all.get(0));
            }
        });
        return parameters;
    }

    /** Of a filter that was sent as an object. */
    static Parameters of(Map<String, String> filter, String... filters) {
        Set<String> known = new TreeSet<>(Arrays.asList(filters));
        Map<String, String> values = new java.util.TreeMap<>();
        Parameters parameters = new Parameters(values);
        filter.forEach((name, value) -> {
            if (!known.contains(name)) {
                parameters.problem("selection.filter." + name, "is not known; known are " + String.join(", ", known));
            } else if (value != null && !value.isEmpty()) {
                values.put(name, value);
            }
        });
        return parameters;
    }

    void problem(String field, String message) {
        problems.add(new Problem.Field(field, message));
    }

    /** Takes over what is wrong with others. */
    void addAll(Parameters others) {
        problems.addAll(others.problems);
    }

    /** Answers 400 if anything was wrong. */
    void check() {
        if (!problems.isEmpty()) {
            throw Problem.badInput(List.copyOf(problems));
        }
    }

    @Nullable
    String text(String name) {
        return values.get(name);
    }

    /** A time as ISO-8601 text with a zone. */
    @Nullable
    Instant time(String name) {
        String text = values.get(name);
        if (text == null) {
            return null;
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            problem(name, "is no time such as 2026-11-25T09:00:00Z");
            return null;
        }
    }

    <E extends Enum<E>> @Nullable E choice(String name, Class<E> type) {
        String text = values.get(name);
        if (text == null) {
            return null;
        }
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(text.toUpperCase(Locale.ROOT))) {
                return constant;
            }
        }
        problem(name, "is none of " + String.join(", ", names(type)));
        return null;
    }

    private static List<String> names(Class<? extends Enum<?>> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    /** Whether it is {@code true}; absent is false. */
    boolean flag(String name) {
        String text = values.get(name);
        if (text != null && !text.equals("true") && !text.equals("false")) {
            problem(name, "is neither true nor false");
        }
        return "true".equals(text);
    }

    int number(String name, int standard, int least, int most) {
        String text = values.get(name);
        if (text == null) {
            return standard;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        problem(name, "is no whole number from " + least + " to " + most);
        return standard;
    }

    int limit() {
        return number("limit", PAGE, 1, LARGEST_PAGE);
    }

    @Nullable
    String cursor() {
        return values.get("cursor");
    }

    /** {@code csv} or {@code json} for a download, null for a page. */
    @Nullable
    String format() {
        String format = values.get("format");
        if (format != null && !format.equals("csv") && !format.equals("json")) {
            problem("format", "is neither csv nor json");
        }
        return format;
    }
}
