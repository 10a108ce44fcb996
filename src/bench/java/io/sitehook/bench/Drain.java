package io.sitehook.bench;

import io.sitehook.bench.SitehookServer.Kind;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How fast a backlog of deliveries is claimed, handled by nothing, and completed. What counts is the last third: the JVM
 * has just been started, and the first two are its warm-up.
 */
final class Drain implements Subject {
    static final String GROUP = "Claim and complete";
    static final String RATE = "deliveries/s";
    static final int MOST_CONCURRENCY = 64;
    private static final int USUAL_CONCURRENCY = 4;
    private static final long LONGEST_SECONDS = 300;
    private static final String LEFT = "SELECT count(*) FROM delivery WHERE state <> 'DONE'";
    private static final String FINISHED = "SELECT finished_at FROM attempt ORDER BY finished_at LIMIT 1 OFFSET ";

    private final Work work;
    private final Kind kind;
    private @Nullable SitehookServer filled;

    Drain(Work work, Kind kind) {
        this.work = work;
        this.kind = kind;
    }

    @Override
    public String name() {
        return "drain-" + (kind == Kind.SQLITE ? "sqlite" : "postgresql");
    }

    @Override
    public void start() throws Exception {
        SitehookServer prepared = SitehookServer.prepare(work, kind, "");
        prepared.start();
        prepared.stop();
        new Filler(prepared.database()).backlog(work.options().backlog(), Posts.PROJECTS, HandlerJar.HANDLER);
        filled = prepared;
    }

    @Override
    public void measure(Results results, int round) throws Exception {
        drain(results, MOST_CONCURRENCY);
        if (round == work.options().rounds()) {
            drain(results, USUAL_CONCURRENCY);
        }
    }

    private void drain(Results results, int concurrency) throws Exception {
        int backlog = work.options().backlog();
        try (SitehookServer server = Objects.requireNonNull(filled)
                .copy("sitehook.handler.bench.delivery.concurrency=" + concurrency + "\n")) {
            HandlerJar.drop(server.home());
            server.start();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
            while (server.database().query(LEFT).get(0)[0] > 0) {
                if (System.nanoTime() > end) {
                    throw new IllegalStateException("not drained in " + LONGEST_SECONDS + " s");
                }
                Thread.sleep(500);
            }
            int counted = backlog / 3;
            long millis = finished(server, backlog - 1) - finished(server, backlog - 1 - counted);
            results.add(GROUP, Accept.title(kind), "concurrency " + concurrency, RATE, counted * 1e3 / millis);
        }
    }

    /** When the attempt that ended as the n-th did so, in milliseconds since 1970. */
    private static long finished(SitehookServer server, int number) throws Exception {
        return server.database().query(FINISHED + number).get(0)[0];
    }

    @Override
    public void close() {
        if (filled != null) {
            filled.close();
        }
    }
}
