package io.sitehook.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * How often the disk is synced for one event: counted by strace for SQLite, which slows it down, and by PostgreSQL's own
 * count. So the throughput of such a run is not used.
 */
final class Syncs {
    private Syncs() {}

    /**
     * Counts them while there is load.
     *
     * @return NaN if strace is missing
     */
    static double perEvent(SitehookServer server, Callable<Load> load) throws Exception {
        if (server.database() instanceof Database.Postgres postgres) {
            long before = postgres.server().syncs();
            long requests = load.call().requests();
            // Its statistics are sent on about once a second.
            Thread.sleep(1_500);
            return (double) (postgres.server().syncs() - before) / requests;
        }
        if (!Commands.exists("strace")) {
            return Double.NaN;
        }
        Path directory = server.home().getParent();
        Path counts = Files.createTempFile(directory, "strace", ".txt");
        long requests;
        try (ServerProcess strace = ServerProcess.start(
                directory,
                Map.of(),
                List.of(
                        "strace",
                        "-f",
                        "-c",
                        "-e",
                        "trace=fsync,fdatasync",
                        "-o",
                        counts.toString(),
                        "-p",
                        String.valueOf(server.pid())))) {
            strace.awaitOutput("(attached)");
            requests = load.call().requests();
        }
        return (double) count(counts) / requests;
    }

    /** Lines are: % time, seconds, usecs/call, calls, errors if there are any, syscall. */
    private static long count(Path counts) throws IOException {
        return Files.readAllLines(counts).stream()
                .map(line -> line.strip().split("\\s+"))
                .filter(columns -> columns[columns.length - 1].matches("f(data)?sync"))
                .mapToLong(columns -> Long.parseLong(columns[3]))
                .sum();
    }
}
