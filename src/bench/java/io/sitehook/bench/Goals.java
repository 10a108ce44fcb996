package io.sitehook.bench;

import io.sitehook.bench.SitehookServer.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** What is to be reached, and whether it was. Ratios are of one run, of medians over its rounds. */
final class Goals {
    private static final String USUAL = "128";

    private final Results results;
    private final Options options;
    private final List<Goal> goals = new ArrayList<>();

    /**
     * One of them.
     *
     * @param value what was measured
     * @param target what it is measured against, in words
     * @param reached whether it is good enough
     */
    record Goal(String name, double value, String target, boolean reached) {}

    private Goals(Results results, Options options) {
        this.results = results;
        this.options = options;
    }

    static List<Goal> of(Results results, Options options) {
        Goals goals = new Goals(results, options);
        for (Kind kind : Kind.values()) {
            goals.accept(kind);
            goals.handled(kind);
            goals.drained(kind);
            goals.rows(kind);
            goals.paced(kind);
            goals.idle(kind);
        }
        goals.reading();
        return goals.goals;
    }

    private void accept(Kind kind) {
        String title = Accept.title(kind);
        OptionalDouble rate = perSecond(title);
        atLeast(
                title + ": accept / the same without a store, 128 connections",
                ratio(rate, perSecond(Ceilings.NO_STORE)),
                0.50);
        atLeast(title + ": accept / empty servlet, 128 connections", ratio(rate, perSecond(Ceilings.EMPTY)), 0.30);
    }

    private OptionalDouble perSecond(String title) {
        return results.median(Results.ACCEPT, title, USUAL, "requests/s");
    }

    private void handled(Kind kind) {
        OptionalDouble sync = results.median(FsyncTime.GROUP, FsyncTime.SUBJECT, "", FsyncTime.P50);
        OptionalDouble handled =
                results.median(Handled.GROUP, Accept.title(kind), Handled.PACED, Handled.ANSWERED_TO_HANDLED);
        atMost(Accept.title(kind) + ": accept to handled, p99 at 100/s, in fsyncs", ratio(handled, sync), 10);
    }

    private void drained(Kind kind) {
        atLeast(
                Accept.title(kind) + ": deliveries/s, claimed and completed",
                results.median(Drain.GROUP, Accept.title(kind), "concurrency " + Drain.MOST_CONCURRENCY, Drain.RATE),
                kind == Kind.SQLITE ? 5_000 : 10_000);
    }

    private void rows(Kind kind) {
        OptionalDouble empty = rate(kind, 0);
        options.rows().stream()
                .filter(rows -> rows > 0)
                .forEach(rows -> atLeast(
                        "%s: accept at %s / at 0".formatted(Accept.title(kind), StoredRows.at(rows)),
                        ratio(rate(kind, rows), empty),
                        0.90));
    }

    private OptionalDouble rate(Kind kind, long rows) {
        return results.median(StoredRows.GROUP, Accept.title(kind), StoredRows.at(rows), "requests/s");
    }

    private void paced(Kind kind) {
        atMost(
                Accept.title(kind) + ": p99 of accept at 200/s, ms",
                results.median("Paced accept", Accept.title(kind), "200/s", "p99 ms"),
                500);
    }

    private void idle(Kind kind) {
        results.values().entrySet().stream()
                .filter(entry -> entry.getKey().group().equals(IdleCpu.GROUP)
                        && entry.getKey().subject().equals(Accept.title(kind)))
                .forEach(entry -> atMost(
                        Accept.title(kind) + ": CPU of a waiting node, % of a core",
                        OptionalDouble.of(Results.median(entry.getValue())),
                        1));
    }

    private void reading() {
        OptionalDouble verify = results.median(Reading.GROUP, Reading.SUBJECT, "verify", Reading.METRIC);
        OptionalDouble parse = results.median(Reading.GROUP, Reading.SUBJECT, "parse", Reading.METRIC);
        if (verify.isPresent() && parse.isPresent()) {
            atMost("HMAC and parse of 150 bytes, µs", OptionalDouble.of(verify.getAsDouble() + parse.getAsDouble()), 5);
        }
    }

    private static OptionalDouble ratio(OptionalDouble value, OptionalDouble of) {
        return value.isPresent() && of.isPresent()
                ? OptionalDouble.of(value.getAsDouble() / of.getAsDouble())
                : OptionalDouble.empty();
    }

    private void atLeast(String name, OptionalDouble value, double target) {
        value.ifPresent(found -> goals.add(new Goal(name, found, ">= " + number(target), found >= target)));
    }

    private void atMost(String name, OptionalDouble value, double target) {
        value.ifPresent(found -> goals.add(new Goal(name, found, "<= " + number(target), found <= target)));
    }

    private static String number(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%.2f", value);
    }
}
