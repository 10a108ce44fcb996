package io.sitehook.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a run was made on, and with what: without it figures say nothing. */
final class Machine {
    private Machine() {}

    static Map<String, String> describe(Options options, Work work) throws IOException, InterruptedException {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Date", LocalDate.now(ZoneOffset.UTC).toString());
        facts.put("Sitehook", options.version());
        facts.put("Cores", Runtime.getRuntime().availableProcessors() + ", shared by server and load generator");
        facts.put("CPU", line(Path.of("/proc/cpuinfo"), "model name"));
        facts.put(
                "Memory",
                Long.parseLong(line(Path.of("/proc/meminfo"), "MemTotal").replaceAll("\\D", "")) / (1 << 20) + " GiB");
        facts.put("Kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        facts.put("File system", Files.getFileStore(options.target()).type());
        facts.put("Java", System.getProperty("java.runtime.version") + ", " + System.getProperty("java.vm.name"));
        facts.put("Load generator", first("wrk", List.of("sh", "-c", "wrk -v 2>&1 | head -1")));
        try {
            facts.put("PostgreSQL", work.postgres().version() + ", fsync and synchronous_commit on");
        } catch (UnavailableException e) {
            facts.put("PostgreSQL", "none: " + e.getMessage());
        }
        facts.put("Rounds", options.rounds() + " of " + options.seconds().toSeconds() + " s each; medians");
        return facts;
    }

    private static String line(Path file, String name) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.replaceFirst("^[^:]*:\\s*", ""))
                .findFirst()
                .orElse("unknown");
    }

    private static String first(String otherwise, List<String> command) throws InterruptedException {
        try {
            return Commands.run(Duration.ofSeconds(10), command)
                    .lines()
                    .findFirst()
                    .orElse(otherwise);
        } catch (IOException e) {
            return otherwise;
        }
    }
}
