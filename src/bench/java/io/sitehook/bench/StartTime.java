package io.sitehook.bench;

import io.sitehook.bench.SitehookServer.Kind;
import org.jspecify.annotations.Nullable;

/** From the start of the process to the first 200 of {@code /health/ready}, with a store that exists. */
final class StartTime implements Subject {
    private final Work work;
    private @Nullable SitehookServer server;

    StartTime(Work work) {
        this.work = work;
    }

    @Override
    public String name() {
        return "start";
    }

    @Override
    public void start() throws Exception {
        SitehookServer prepared = SitehookServer.prepare(work, Kind.SQLITE, "");
        server = prepared;
        prepared.start();
        prepared.stop();
    }

    @Override
    public void measure(Results results, int round) throws Exception {
        SitehookServer prepared = java.util.Objects.requireNonNull(server);
        double seconds = prepared.start().toMillis() / 1e3;
        prepared.stop();
        results.add("Start", Accept.title(Kind.SQLITE), "", "s to the first 200", seconds);
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
    }
}
