package io.sitehook.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeSet;

/** Figures as they come in, round by round, and what could not be measured. For one thread. */
final class Results {
    static final String ACCEPT = "Accept";

    private final Map<Figure, List<Double>> values = new LinkedHashMap<>();
    private final Map<String, String> guarantees = new LinkedHashMap<>();
    private final Map<String, String> skipped = new LinkedHashMap<>();
    private final Map<String, String> failed = new LinkedHashMap<>();

    /**
     * What a number is of.
     *
     * @param group the table it is in
     * @param subject what was measured
     * @param at under which condition, for example a number of connections; may be empty
     * @param metric which number of it, with its unit
     */
    record Figure(String group, String subject, String at, String metric) {}

    void add(String group, String subject, String at, String metric, double value) {
        values.computeIfAbsent(new Figure(group, subject, at, metric), figure -> new ArrayList<>())
                .add(value);
        System.out.printf("  %-14s %-32s %10s  %-28s %,14.3f%n", group, subject, at, metric, value);
    }

    /** One run of the load generator. */
    void add(String group, String subject, String at, Load load) {
        add(group, subject, at, "requests/s", load.perSecond());
        add(group, subject, at, "p50 ms", load.p50Millis());
        add(group, subject, at, "p99 ms", load.p99Millis());
        if (load.errors() > 0) {
            add(group, subject, at, "not 2xx or broken", load.errors());
        }
    }

    /** What an answer of this subject promises. */
    void guarantee(String subject, String guarantee) {
        guarantees.put(subject, guarantee);
    }

    void skip(String subject, String reason) {
        skipped.put(subject, reason);
        System.out.println("  " + subject + " is left out: " + reason);
    }

    void fail(String subject, Exception error) {
        failed.put(subject, String.valueOf(error));
        System.out.println("  " + subject + " FAILED");
        error.printStackTrace(System.out);
    }

    Map<Figure, List<Double>> values() {
        return values;
    }

    Map<String, String> guarantees() {
        return guarantees;
    }

    Map<String, String> skipped() {
        return skipped;
    }

    Map<String, String> failed() {
        return failed;
    }

    /** The median over the rounds, empty if it was not measured. */
    OptionalDouble median(String group, String subject, String at, String metric) {
        List<Double> all = values.get(new Figure(group, subject, at, metric));
        return all == null ? OptionalDouble.empty() : OptionalDouble.of(median(all));
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** The groups, in the order of their first figure. */
    List<String> groups() {
        return values.keySet().stream().map(Figure::group).distinct().toList();
    }

    List<String> subjects(String group) {
        return values.keySet().stream()
                .filter(figure -> figure.group.equals(group))
                .map(Figure::subject)
                .distinct()
                .toList();
    }

    /** The numbers of connections at which something was measured, ascending. */
    List<Integer> connections() {
        TreeSet<Integer> connections = new TreeSet<>();
        values.keySet().stream()
                .filter(figure -> figure.group.equals(ACCEPT))
                .forEach(figure -> connections.add(Integer.valueOf(figure.at)));
        return List.copyOf(connections);
    }
}
