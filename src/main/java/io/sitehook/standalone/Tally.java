package io.sitehook.standalone;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Counts answers by their outcome, and keeps the first text of each. Safe to use from several threads. */
final class Tally {
    private final Map<String, Integer> counts = new TreeMap<>();
    private final Map<String, String> first = new TreeMap<>();

    synchronized void add(Poster.Answer answer) {
        counts.merge(answer.outcome(), 1, Integer::sum);
        first.putIfAbsent(answer.outcome(), answer.text());
    }

    synchronized boolean allGood() {
        return counts.size() == 1 && counts.containsKey("200");
    }

    /** The counts, each outcome but 200 with the first text that came with it. */
    synchronized String summary(Duration elapsed) {
        int all = counts.values().stream().mapToInt(Integer::intValue).sum();
        double seconds = Math.max(elapsed.toNanos(), 1) / 1e9;
        StringBuilder text = new StringBuilder(
                String.format(Locale.ROOT, "%d sent in %.1f s, %.0f a second", all, seconds, all / seconds));
        counts.forEach((outcome, count) -> {
            text.append(System.lineSeparator())
                    .append("  ")
                    .append(outcome)
                    .append(": ")
                    .append(count);
            if (!outcome.equals("200")) {
                text.append(", the first: ").append(first.get(outcome));
            }
        });
        return text.toString();
    }
}
