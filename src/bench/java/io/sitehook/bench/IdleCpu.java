package io.sitehook.bench;

import io.sitehook.bench.SitehookServer.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a node with one handler takes of a core while nothing comes in. Measured once: nothing else can disturb it. */
final class IdleCpu implements Subject {
    static final String GROUP = "Idle";
    static final String METRIC = "% of a core";
    private static final long TICKS_PER_SECOND = 100; // USER_HZ: the same on every Linux that Java runs on
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Work work;
    private final Kind kind;
    private @Nullable SitehookServer server;

    IdleCpu(Work work, Kind kind) {
        this.work = work;
        this.kind = kind;
    }

    @Override
    public String name() {
        return "idle-" + (kind == Kind.SQLITE ? "sqlite" : "postgresql");
    }

    @Override
    public void start() throws Exception {
        SitehookServer started = SitehookServer.prepare(work, kind, "");
        server = started;
        HandlerJar.drop(started.home());
        started.start();
    }

    @Override
    public void measure(Results results, int round) throws Exception {
        if (round != work.options().rounds()) {
            return;
        }
        Duration most = work.options().seconds().multipliedBy(3);
        Duration duration = most.compareTo(LONGEST) > 0 ? LONGEST : most;
        long pid = Objects.requireNonNull(server).pid();
        long before = ticks(pid);
        Thread.sleep(duration.toMillis());
        double busy = (double) (ticks(pid) - before) / TICKS_PER_SECOND;
        results.add(GROUP, Accept.title(kind), duration.toSeconds() + " s", METRIC, 100 * busy / duration.toSeconds());
    }

    /** Time in user and in kernel mode, the 14th and 15th field; the second is a name in parentheses. */
    private static long ticks(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
    }
}
