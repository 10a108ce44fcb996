package io.sitehook.bench;

import io.sitehook.bench.SitehookServer.Kind;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Measures all subjects in turn, and writes what came of it. */
final class Bench {
    private Bench() {}

    /** Exits with 1 if something could not be measured that should have been. */
    public static void main(String[] args) throws Exception {
        Options options = Options.ofSystemProperties();
        Results results = new Results();
        try (Work work = new Work(options)) {
            List<Subject> subjects = start(subjects(work), results);
            try {
                for (int round = 1; round <= options.rounds(); round++) {
                    measure(subjects, results, round, options.rounds());
                }
            } finally {
                subjects.forEach(Subject::close);
            }
            report(options, work, results);
        } catch (UnavailableException e) {
            System.out.println("Nothing was measured: " + e.getMessage());
            System.exit(1);
        }
        System.exit(results.failed().isEmpty() ? 0 : 1);
    }

    private static List<Subject> subjects(Work work) {
        List<Subject> all = new ArrayList<>();
        all.add(new FsyncTime(work));
        all.add(new Ceilings(work));
        for (Kind kind : Kind.values()) {
            all.add(new Accept(work, kind));
        }
        for (Kind kind : Kind.values()) {
            all.add(new Handled(work, kind));
            all.add(new Drain(work, kind));
            all.add(new IdleCpu(work, kind));
        }
        for (Kind kind : Kind.values()) {
            all.add(new StoredRows(work, kind));
        }
        all.add(new StartTime(work));
        all.add(new Reading(work));
        List<Subject> peers = List.of(new DebianWebhook(work), new SpringJpa(work), new N8n(work));
        peers.stream()
                .filter(peer -> work.options().peers().contains(peer.name()))
                .forEach(all::add);
        all.removeIf(subject -> !work.options().wants(subject.name()));
        return all;
    }

    private static List<Subject> start(List<Subject> subjects, Results results) {
        List<Subject> started = new ArrayList<>();
        for (Subject subject : subjects) {
            System.out.println("Starting " + subject.name());
            try {
                subject.start();
                started.add(subject);
            } catch (UnavailableException e) {
                subject.close();
                results.skip(subject.name(), String.valueOf(e.getMessage()));
            } catch (Exception e) {
                subject.close();
                results.fail(subject.name(), e);
            }
        }
        return started;
    }

    private static void measure(List<Subject> subjects, Results results, int round, int rounds) {
        for (Subject subject : subjects) {
            System.out.println("Round " + round + " of " + rounds + ": " + subject.name());
            try {
                subject.measure(results, round);
            } catch (Exception e) {
                results.fail(subject.name(), e);
            }
        }
    }

    private static void report(Options options, Work work, Results results) throws Exception {
        Map<String, String> machine = Machine.describe(options, work);
        List<Goals.Goal> goals = Goals.of(results, options);
        Files.createDirectories(options.out());
        String tables = MarkdownReport.of(machine, results, goals);
        Files.writeString(options.out().resolve("results.md"), tables);
        JsonReport.write(options.out().resolve("results.json"), machine, results, goals);
        Chart.write(options.out().resolve("results.svg"), results);
        System.out.println("\n" + tables + "\nWritten to " + options.out());
    }
}
