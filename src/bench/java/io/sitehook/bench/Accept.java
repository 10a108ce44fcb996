package io.sitehook.bench;

import io.sitehook.bench.SitehookServer.Kind;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Posts that are stored and synced before the answer, as fast as the connections go; and what that costs. */
final class Accept implements Subject {
    private static final int PACED_PER_SECOND = 200;
    private static final int MOST_CONNECTIONS = 256;
    private static final int USUAL_CONNECTIONS = 128;

    private final Work work;
    private final Kind kind;
    private @Nullable SitehookServer server;
    private @Nullable Posts posts;

    Accept(Work work, Kind kind) {
        this.work = work;
        this.kind = kind;
    }

    @Override
    public String name() {
        return kind == Kind.SQLITE ? "sqlite" : "postgresql";
    }

    /** As it is named in the results. */
    static String title(Kind kind) {
        return "Sitehook, " + (kind == Kind.SQLITE ? "SQLite" : "PostgreSQL");
    }

    @Override
    public void start() throws Exception {
        SitehookServer started = SitehookServer.prepare(work, kind, "");
        server = started;
        started.start();
        Posts written = work.posts(started.webhooks());
        posts = written;
        work.warmUp(started.webhooks(), written);
    }

    @Override
    public void measure(Results results, int round) throws Exception {
        SitehookServer running = java.util.Objects.requireNonNull(server);
        Posts written = java.util.Objects.requireNonNull(posts);
        URI url = running.webhooks();
        String title = title(kind);
        results.guarantee(title, "HMAC checked; committed and synced before the 200, order kept, one row per post");
        work.awaken(url, written);
        for (int connections : work.options().connections()) {
            results.add(Results.ACCEPT, title, String.valueOf(connections), work.load(url, written, connections));
        }
        Paced paced = Paced.run(url, PACED_PER_SECOND, work.options().seconds());
        results.add("Paced accept", title, PACED_PER_SECOND + "/s", "p50 ms", paced.percentileMillis(0.50));
        results.add("Paced accept", title, PACED_PER_SECOND + "/s", "p99 ms", paced.percentileMillis(0.99));
        if (round == work.options().rounds()) {
            costs(results, running, url, written);
        }
    }

    /** Once: other runs would give the same. */
    private void costs(Results results, SitehookServer running, URI url, Posts written) throws Exception {
        String title = title(kind);
        results.add(
                "Syncs",
                title,
                String.valueOf(USUAL_CONNECTIONS),
                "fsyncs per event",
                Syncs.perEvent(running, () -> work.load(url, written, USUAL_CONNECTIONS)));
        heap(results, running, url, written);
    }

    private void heap(Results results, SitehookServer running, URI url, Posts written) throws Exception {
        CompletableFuture<Load> load = CompletableFuture.supplyAsync(() -> {
            try {
                return work.load(url, written, MOST_CONNECTIONS);
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        });
        Thread.sleep(Duration.ofSeconds(1).toMillis());
        double mebibytes = Heap.afterCollectionMebibytes(running.pid());
        load.join();
        results.add("Heap", title(kind), String.valueOf(MOST_CONNECTIONS), "MiB after GC, under load", mebibytes);
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
    }
}
