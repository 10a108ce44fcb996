package io.sitehook.bench;

import io.sitehook.bench.SitehookServer.Kind;
import java.util.LinkedHashMap;
import java.util.Map;

/** The same posts, into stores that hold so many events already. */
final class StoredRows implements Subject {
    static final String GROUP = "Full store";
    private static final int CONNECTIONS = 128;

    private final Work work;
    private final Kind kind;
    private final Map<Long, SitehookServer> servers = new LinkedHashMap<>();
    private final Map<Long, Posts> posts = new LinkedHashMap<>();

    StoredRows(Work work, Kind kind) {
        this.work = work;
        this.kind = kind;
    }

    @Override
    public String name() {
        return "rows-" + (kind == Kind.SQLITE ? "sqlite" : "postgresql");
    }

    @Override
    public void start() throws Exception {
        for (long rows : work.options().rows()) {
            SitehookServer server = SitehookServer.prepare(work, kind, "");
            servers.put(rows, server);
            server.start();
            if (rows > 0) {
                server.stop();
                long begun = System.nanoTime();
                new Filler(server.database()).oldEvents(rows);
                System.out.printf(
                        "  filled with %,d events in %d s%n", rows, (System.nanoTime() - begun) / 1_000_000_000);
                server.start();
            }
            posts.put(rows, work.posts(server.webhooks()));
            work.warmUp(server.webhooks(), posts.get(rows));
        }
    }

    @Override
    public void measure(Results results, int round) throws Exception {
        for (Map.Entry<Long, SitehookServer> server : servers.entrySet()) {
            long rows = server.getKey();
            work.awaken(server.getValue().webhooks(), posts.get(rows));
            results.add(
                    GROUP,
                    Accept.title(kind),
                    at(rows),
                    work.load(server.getValue().webhooks(), posts.get(rows), CONNECTIONS));
        }
    }

    static String at(long rows) {
        return "%,d events".formatted(rows);
    }

    @Override
    public void close() {
        servers.values().forEach(SitehookServer::close);
    }
}
