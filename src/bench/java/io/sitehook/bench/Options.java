package io.sitehook.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * How long and what is measured; see the properties {@code bench.*} in {@code src/docs/benchmarks/README.md}.
 *
 * @param seconds how long one measurement runs
 * @param rounds how often each is repeated, all of them in turn
 * @param connections how many connections the generator holds open
 * @param rows how many events are stored already, for the cost of a full store
 * @param backlog how many deliveries are drained
 * @param peers which other programs are measured
 * @param only which subjects are measured; empty: all
 * @param n8n a directory in which n8n is installed; empty: it is installed for the run
 * @param out where the results are written
 * @param target the build's directory; what is needed for a run is put there, and removed
 * @param source {@code src/bench}
 * @param war what is measured
 * @param version of it
 */
record Options(
        Duration seconds,
        int rounds,
        List<Integer> connections,
        List<Long> rows,
        int backlog,
        List<String> peers,
        List<String> only,
        String n8n,
        Path out,
        Path target,
        Path source,
        Path war,
        String version) {

    static Options ofSystemProperties() {
        return new Options(
                Duration.ofSeconds(Long.parseLong(property("seconds"))),
                Integer.parseInt(property("rounds")),
                list("connections").map(Integer::valueOf).toList(),
                list("rows").map(Long::valueOf).toList(),
                Integer.parseInt(property("backlog")),
                list("peers").toList(),
                list("only").toList(),
                property("n8n"),
                Path.of(property("out")),
                Path.of(property("target")),
                Path.of(property("source")),
                Path.of(property("war")),
                property("version"));
    }

    private static String property(String name) {
        return System.getProperty("bench." + name, "");
    }

    private static Stream<String> list(String name) {
        return Stream.of(property(name).split(",")).map(String::strip).filter(item -> !item.isEmpty());
    }

    boolean wants(String subject) {
        return only.isEmpty() || only.contains(subject);
    }
}
