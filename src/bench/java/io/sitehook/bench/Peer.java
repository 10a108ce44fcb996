package io.sitehook.bench;

import io.sitehook.testing.FreePort;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Another program that takes webhooks, set up as its own documentation says, under the same posts. */
abstract class Peer implements Subject {
    private static final List<Integer> CONNECTIONS = List.of(32, 128);

    private final Work work;
    private @Nullable ServerProcess process;
    private @Nullable URI url;
    private @Nullable Posts posts;

    Peer(Work work) {
        this.work = work;
    }

    /** As it is named in the results, with its version. */
    abstract String title();

    /** What an answer of it promises. */
    abstract String guarantee();

    /** Starts it; it need not be ready yet. */
    abstract ServerProcess launch(int port) throws Exception;

    /** Where posts go. */
    abstract URI url(int port);

    final Work work() {
        return work;
    }

    @Override
    public final void start() throws Exception {
        int port = FreePort.find();
        ServerProcess started = launch(port);
        process = started;
        URI there = url(port);
        url = there;
        started.awaitAnswer(ServerProcess.post(there.toString()));
        Posts written = work.posts(there);
        posts = written;
        work.warmUp(there, written);
    }

    @Override
    public final void measure(Results results, int round) throws IOException, InterruptedException {
        results.guarantee(title(), guarantee());
        work.awaken(Objects.requireNonNull(url), Objects.requireNonNull(posts));
        for (int connections : work.options().connections()) {
            if (CONNECTIONS.contains(connections)) {
                results.add(
                        Results.ACCEPT,
                        title(),
                        String.valueOf(connections),
                        work.load(Objects.requireNonNull(url), Objects.requireNonNull(posts), connections));
            }
        }
    }

    @Override
    public final void close() {
        if (process != null) {
            process.close();
        }
    }
}
