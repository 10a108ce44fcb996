package io.sitehook.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Tables, for people: on the console and in the documentation. */
final class MarkdownReport {
    private final StringBuilder text = new StringBuilder();
    private final Results results;

    private MarkdownReport(Results results) {
        this.results = results;
    }

    static String of(Map<String, String> machine, Results results, List<Goals.Goal> goals) {
        MarkdownReport report = new MarkdownReport(results);
        report.text.append(
                "# Results\n\nWritten by `mvn -Pbench verify`; [README.md](README.md) says how it is measured.\n");
        report.machine(machine);
        report.goals(goals);
        report.accept();
        report.others();
        report.reasons("Left out", results.skipped());
        report.reasons("Failed", results.failed());
        return report.text.toString();
    }

    private void machine(Map<String, String> machine) {
        table("Machine and method", "| What | |", "| --- | --- |");
        machine.forEach((name, value) -> row(name, value));
    }

    private void goals(List<Goals.Goal> goals) {
        if (goals.isEmpty()) {
            return;
        }
        table("Goals", "| Goal | Target | Measured | |", "| --- | ---: | ---: | --- |");
        goals.forEach(goal ->
                row(goal.name(), goal.target(), number(goal.value()), goal.reached() ? "reached" : "**not reached**"));
    }

    private void accept() {
        if (!results.groups().contains(Results.ACCEPT)) {
            return;
        }
        text.append("\n## Accept\n\n![Requests per second](results.svg)\n\n");
        text.append("Requests/s, in brackets p50 / p99 in ms, by the number of connections.\n\n");
        List<Integer> connections = results.connections();
        text.append("| Subject | ")
                .append(connections.stream().map(String::valueOf).collect(Collectors.joining(" | ")))
                .append(" | Of the empty servlet | What a 200 means |\n| --- | ")
                .append("---: | ".repeat(connections.size()))
                .append("---: | --- |\n");
        for (String subject : results.subjects(Results.ACCEPT)) {
            String cells = connections.stream()
                    .map(count -> cell(subject, String.valueOf(count)))
                    .collect(Collectors.joining(" | "));
            row(subject, cells, ofEmptyServlet(subject), results.guarantees().getOrDefault(subject, ""));
        }
    }

    private String cell(String subject, String at) {
        OptionalDouble rate = results.median(Results.ACCEPT, subject, at, "requests/s");
        if (rate.isEmpty()) {
            return "";
        }
        OptionalDouble errors = results.median(Results.ACCEPT, subject, at, "not 2xx or broken");
        return number(rate.getAsDouble()) + " ("
                + number(results.median(Results.ACCEPT, subject, at, "p50 ms").orElseThrow())
                + " / "
                + number(results.median(Results.ACCEPT, subject, at, "p99 ms").orElseThrow()) + ")"
                + (errors.isPresent() ? ", " + number(errors.getAsDouble()) + " errors" : "");
    }

    /** At 128 connections. */
    private String ofEmptyServlet(String subject) {
        OptionalDouble rate = results.median(Results.ACCEPT, subject, "128", "requests/s");
        OptionalDouble empty = results.median(Results.ACCEPT, Ceilings.EMPTY, "128", "requests/s");
        return rate.isPresent() && empty.isPresent()
                ? String.format(Locale.ROOT, "%.3f", rate.getAsDouble() / empty.getAsDouble())
                : "";
    }

    private void others() {
        for (String group : results.groups()) {
            if (!group.equals(Results.ACCEPT)) {
                table(group, "| Subject | At | What | Median | Rounds |", "| --- | --- | --- | ---: | --- |");
                results.values().forEach((figure, values) -> {
                    if (figure.group().equals(group)) {
                        row(
                                figure.subject(),
                                figure.at(),
                                figure.metric(),
                                number(Results.median(values)),
                                values.stream().map(MarkdownReport::number).collect(Collectors.joining("; ")));
                    }
                });
            }
        }
    }

    private void reasons(String title, Map<String, String> reasons) {
        if (!reasons.isEmpty()) {
            table(title, "| Subject | Why |", "| --- | --- |");
            reasons.forEach(
                    (subject, reason) -> row(subject, reason.lines().findFirst().orElse("")));
        }
    }

    private void table(String title, String head, String line) {
        text.append("\n## ")
                .append(title)
                .append("\n\n")
                .append(head)
                .append('\n')
                .append(line)
                .append('\n');
    }

    private void row(String... cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    /** Three digits that count. */
    static String number(double value) {
        if (Double.isNaN(value)) {
            return "-";
        }
        return String.format(
                Locale.ROOT, value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : value >= 1 ? "%.2f" : "%.3f", value);
    }
}
