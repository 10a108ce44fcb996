package io.sitehook.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What all subjects of a run share: a directory, the load generator, and one PostgreSQL. For one thread. */
final class Work implements AutoCloseable {
    /**
     * Few at first: many keep all cores busy, and the JVM's compiler is one thread among theirs, so it would take minutes.
     * Then more, as a store that syncs for each answer is hardly used by few.
     */
    private static final int[] WARM_UP_CONNECTIONS = {2, 16, 128};

    private static final int AWAKENING_CONNECTIONS = 16;

    private static final Duration SLICE = Duration.ofSeconds(5);
    private static final int SLICES_WITHOUT_GAIN = 2;
    private static final int MOST_SLICES = 8;
    private static final double GAIN = 1.05;

    private final Options options;
    private final Path directory;
    private final Wrk wrk;
    private @Nullable PostgresServer postgres;
    private @Nullable UnavailableException noPostgres;
    private int count;

    Work(Options options) throws IOException, InterruptedException, UnavailableException {
        this.options = options;
        directory = Files.createTempDirectory(Files.createDirectories(options.target()), "bench");
        wrk = new Wrk(directory);
    }

    Options options() {
        return options;
    }

    /** A new directory below the build's, so on the disk that the homes are on. */
    Path newDirectory(String name) throws IOException {
        count++;
        return Files.createDirectories(directory.resolve(count + "-" + name));
    }

    /** A file with signed requests for one URL. */
    Posts posts(URI url) throws IOException {
        count++;
        return Posts.write(directory.resolve("posts-" + count), url);
    }

    /** Loads a URL for the time of one measurement. */
    Load load(URI url, Posts posts, int connections) throws IOException, InterruptedException {
        return wrk.run(url, posts, connections, options.seconds());
    }

    /** Loads a URL until it gets no faster, so that what is measured later is compiled. */
    void warmUp(URI url, Posts posts) throws IOException, InterruptedException {
        for (int connections : WARM_UP_CONNECTIONS) {
            warmUp(url, posts, connections);
        }
    }

    /** Loads a URL with so many connections until it gets no faster, but no longer than 40 s. */
    void warmUp(URI url, Posts posts, int connections) throws IOException, InterruptedException {
        double best = 0;
        int bestSlice = 0;
        for (int slice = 1; slice <= MOST_SLICES && slice <= bestSlice + SLICES_WITHOUT_GAIN; slice++) {
            double perSecond = wrk.run(url, posts, connections, SLICE).perSecond();
            if (perSecond > best * GAIN) {
                best = perSecond;
                bestSlice = slice;
            }
        }
    }

    /** What has waited for its turn is cold again: minutes later a servlet that does nothing came to a third of its figure. */
    void awaken(URI url, Posts posts) throws IOException, InterruptedException {
        wrk.run(url, posts, AWAKENING_CONNECTIONS, SLICE);
    }

    /** Starts it at the first call. */
    PostgresServer postgres() throws IOException, InterruptedException, UnavailableException {
        if (noPostgres != null) {
            throw noPostgres;
        }
        PostgresServer server = postgres;
        if (server == null) {
            try {
                server = PostgresServer.start(newDirectory("postgresql"));
            } catch (UnavailableException e) {
                noPostgres = e;
                throw e;
            }
            postgres = server;
        }
        return server;
    }

    @Override
    public void close() throws IOException {
        if (postgres != null) {
            postgres.close();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
