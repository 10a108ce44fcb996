package io.sitehook.bench;

import io.sitehook.bench.SitehookServer.Kind;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How long it takes from a post to the handler's call: at an easy pace, and as fast as posts are taken. */
final class Handled implements Subject {
    static final String GROUP = "Accept to handled";
    static final int PER_SECOND = 100;
    static final String PACED = PER_SECOND + "/s";
    static final String ANSWERED_TO_HANDLED = "answer to handler, p99 ms";
    private static final int CONNECTIONS = 128;
    private static final long LONGEST_MILLIS = 30_000;

    private final Work work;
    private final Kind kind;
    private @Nullable SitehookServer server;

    Handled(Work work, Kind kind) {
        this.work = work;
        this.kind = kind;
    }

    @Override
    public String name() {
        return "handled-" + (kind == Kind.SQLITE ? "sqlite" : "postgresql");
    }

    @Override
    public void start() throws Exception {
        SitehookServer started = SitehookServer.prepare(work, kind, "");
        server = started;
        Files.writeString(
                started.home().resolve("sitehook.properties"),
                "sitehook.handler.bench.log=" + log(started) + "\n",
                java.nio.file.StandardOpenOption.APPEND);
        HandlerJar.drop(started.home());
        started.start();
        // One connection, so that handling keeps up with it, more or less.
        work.warmUp(started.webhooks(), work.posts(started.webhooks()), 1);
        awaitQuiet(log(started));
    }

    private static Path log(SitehookServer server) {
        return server.home().resolveSibling("handled.txt");
    }

    @Override
    public void measure(Results results, int round) throws Exception {
        SitehookServer running = Objects.requireNonNull(server);
        paced(results, running);
        if (round == work.options().rounds()) {
            // Leaves a backlog behind that would be in the way of another round.
            fast(results, running);
        }
    }

    private void paced(Results results, SitehookServer running) throws Exception {
        Paced paced = Paced.run(running.webhooks(), PER_SECOND, work.options().seconds());
        Map<String, long[]> handled = awaitHandled(running, paced.answered().keySet());
        List<Long> fromDue = new ArrayList<>();
        List<Long> fromAnswer = new ArrayList<>();
        paced.answered().forEach((event, answered) -> {
            long[] times = handled.get(event);
            if (times != null) {
                fromDue.add(times[1] - answered.due());
                // It may well be called before the answer has reached the sender.
                fromAnswer.add(Math.max(0, times[1] - answered.at()));
            }
        });
        String title = Accept.title(kind);
        results.add(GROUP, title, PACED, "post to handler, p50 ms", Clocks.percentile(fromDue, 0.5) / 1e3);
        results.add(GROUP, title, PACED, "post to handler, p99 ms", Clocks.percentile(fromDue, 0.99) / 1e3);
        results.add(GROUP, title, PACED, "answer to handler, p50 ms", Clocks.percentile(fromAnswer, 0.5) / 1e3);
        results.add(GROUP, title, PACED, ANSWERED_TO_HANDLED, Clocks.percentile(fromAnswer, 0.99) / 1e3);
    }

    /** Posts come faster than they are handled, so what is handled within the run is what counts. */
    private void fast(Results results, SitehookServer running) throws Exception {
        URI url = running.webhooks();
        Posts written = work.posts(url);
        long begun = Clocks.micros();
        Load load = work.load(url, written, CONNECTIONS);
        double seconds = (Clocks.micros() - begun) / 1e6;
        List<Long> micros = handled(running).values().stream()
                .filter(times -> times[0] >= begun)
                .map(times -> times[1] - times[0])
                .toList();
        String title = Accept.title(kind);
        results.add(GROUP, title, "full speed", "accepted/s", load.perSecond());
        results.add(GROUP, title, "full speed", "handled/s meanwhile", micros.size() / seconds);
        results.add(GROUP, title, "full speed", "received to handler, p50 ms", Clocks.percentile(micros, 0.5) / 1e3);
        results.add(GROUP, title, "full speed", "received to handler, p99 ms", Clocks.percentile(micros, 0.99) / 1e3);
    }

    private static Map<String, long[]> awaitHandled(SitehookServer server, Set<String> events)
            throws IOException, InterruptedException {
        long end = System.currentTimeMillis() + LONGEST_MILLIS;
        while (true) {
            Map<String, long[]> handled = handled(server);
            if (handled.keySet().containsAll(events) || System.currentTimeMillis() > end) {
                return handled;
            }
            Thread.sleep(50);
        }
    }

    /** Waits until nothing was handled for a second. */
    private static void awaitQuiet(Path log) throws IOException, InterruptedException {
        long end = System.currentTimeMillis() + 4 * LONGEST_MILLIS;
        long before = -1;
        for (long size = Files.size(log); size != before && System.currentTimeMillis() < end; size = Files.size(log)) {
            before = size;
            Thread.sleep(1_000);
        }
    }

    /** When each event was received and handled, in microseconds since 1970. */
    private static Map<String, long[]> handled(SitehookServer server) throws IOException {
        Map<String, long[]> handled = new HashMap<>();
        for (String line : Files.readAllLines(log(server))) {
            String[] parts = line.split(" ");
            if (parts.length == 3) {
                handled.put(parts[0], new long[] {Long.parseLong(parts[1]), Long.parseLong(parts[2])});
            }
        }
        return handled;
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
    }
}
