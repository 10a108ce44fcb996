package io.sitehook.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code java -jar sitehook.war serve} with a home of its own. Settings are the defaults, but for the rule about duplicates
 * and the limit on stored events, which are off.
 */
final class SitehookServer implements AutoCloseable {
    private final Work work;
    private final Path directory;
    private final Path home;
    private final Database database;
    private @Nullable ServerProcess process;
    private @Nullable String url;

    private SitehookServer(Work work, Path directory, Path home, Database database) {
        this.work = work;
        this.directory = directory;
        this.home = home;
        this.database = database;
    }

    /** Which database a server is to have. */
    enum Kind {
        SQLITE,
        POSTGRESQL
    }

    /**
     * Makes a home with an empty store in it.
     *
     * @param moreSettings further lines of its settings
     * @throws UnavailableException if this WAR has no such store, or the database is missing
     */
    static SitehookServer prepare(Work work, Kind kind, String moreSettings)
            throws IOException, InterruptedException, UnavailableException {
        Path directory = newDirectory(work);
        Path home = directory.resolve("home");
        Database database = new Database.Sqlite(home);
        if (kind == Kind.POSTGRESQL) {
            PostgresServer postgres = work.postgres();
            database = new Database.Postgres(postgres, postgres.newDatabase());
        }
        SitehookServer server = new SitehookServer(work, directory, home, database);
        server.write(moreSettings);
        if (kind == Kind.POSTGRESQL) {
            server.check();
        }
        return server;
    }

    /** Another one, with a copy of what this one has stored. This one must be stopped. */
    SitehookServer copy(String moreSettings) throws IOException, InterruptedException {
        Path target = newDirectory(work);
        Path targetHome = target.resolve("home");
        SitehookServer copy = new SitehookServer(work, target, targetHome, database.copy(targetHome));
        copy.write(moreSettings);
        return copy;
    }

    private static Path newDirectory(Work work) throws IOException {
        Path directory = work.newDirectory("sitehook");
        Files.createDirectories(directory.resolve("home/handlers"));
        Files.createDirectories(directory.resolve("tmp"));
        return directory;
    }

    private void write(String moreSettings) throws IOException {
        Path settings = Files.createFile(
                home.resolve("sitehook.properties"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                settings,
                "sitehook.connections.bench.hmac-secret=" + Posts.SECRET
                        + "\nsitehook.connections.bench.duplicate-window=0s\nsitehook.retention.count=0\n"
                        + database.settings() + moreSettings);
    }

    private void check() throws InterruptedException, UnavailableException {
        try {
            Commands.run(
                    Duration.ofSeconds(60),
                    directory,
                    List.of(
                            Commands.java("java"),
                            "-jar",
                            work.options().war().toString(),
                            "check",
                            "--home",
                            home.toString()));
        } catch (IOException e) {
            throw new UnavailableException("this WAR refuses the settings of that database: "
                    + String.valueOf(e.getMessage())
                            .lines()
                            .filter(line -> line.contains("sitehook.database"))
                            .findFirst()
                            .orElse(e.getMessage())
                            .strip());
        }
    }

    /** Starts it, and gives how long it took until it answered that it is ready. */
    Duration start() throws IOException, InterruptedException {
        long begun = System.nanoTime();
        ServerProcess started = ServerProcess.start(
                directory,
                Map.of(),
                List.of(
                        Commands.java("java"),
                        "-Djava.io.tmpdir=" + directory.resolve("tmp"),
                        "-jar",
                        work.options().war().toString(),
                        "serve",
                        "--port",
                        "0",
                        "--home",
                        home.toString()));
        process = started;
        String ready = started.awaitOutput("Sitehook is ready. Webhooks: (http\\S+)/webhooks/");
        url = ready;
        started.awaitAnswer(ServerProcess.get(ready + "/health/ready"));
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    void stop() {
        if (process != null) {
            process.close();
            process = null;
        }
    }

    /** Where posts go. */
    URI webhooks() {
        return URI.create(Objects.requireNonNull(url) + "/webhooks/bench");
    }

    long pid() {
        return Objects.requireNonNull(process).pid();
    }

    Path home() {
        return home;
    }

    Database database() {
        return database;
    }

    @Override
    public void close() {
        stop();
    }
}
