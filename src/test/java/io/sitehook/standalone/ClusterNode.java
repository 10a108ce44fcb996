package io.sitehook.standalone;

import io.sitehook.testing.Postgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/** One of several servers on one database: a home of its own, and a process while it runs. */
final class ClusterNode implements AutoCloseable {
    /** How many events and deliveries are still to be dealt with. */
    static final String OPEN = "SELECT (SELECT count(*) FROM event WHERE state = 'RECEIVED')"
            + " + (SELECT count(*) FROM unrouted)"
            + " + (SELECT count(*) FROM delivery WHERE state IN ('PENDING', 'RUNNING'))";

    static final String ENCRYPTION_KEY = "0123456789abcdef".repeat(4);

    private final ServedHome served;
    private final String name;
    private WarProcess process;
    private String url = "";

    /**
     * Makes the home.
     *
     * @param handlers the example handlers it has, without {@code .jar}
     */
    ClusterNode(Path directory, String name, String databaseUrl, String user, List<String> handlers, String settings)
            throws IOException {
        this.name = name;
        served = new ServedHome(directory, """
                sitehook.node=%s
                sitehook.database.url=%s
                sitehook.database.user=%s
                sitehook.encryption-key=%s
                sitehook.connections.sitecapture.duplicate-window=0s
                %s
                """.formatted(name, databaseUrl, user, ENCRYPTION_KEY, settings));
        Path examples = Path.of(System.getProperty("sitehook.test.examples"));
        Path jars = served.home.resolve("handlers");
        for (String jar : List.of("log-status", "write-file", "write-row")) {
            Path file = jars.resolve(jar + ".jar");
            Files.deleteIfExists(file);
            if (handlers.contains(jar)) {
                Files.copy(examples.resolve(jar + ".jar"), file);
            }
        }
    }

    /** A database with the table that the example handler write-row writes into. */
    static String createDatabase(Postgres postgres) throws SQLException {
        String database = postgres.createDatabase();
        postgres.execute(database, "CREATE SCHEMA example");
        postgres.execute(
                database,
                "CREATE TABLE example.project (id text PRIMARY KEY, state text, changes bigint NOT NULL,"
                        + " changed_at timestamptz NOT NULL)");
        return database;
    }

    static ClusterNode of(
            Path directory, String name, Postgres server, String database, List<String> handlers, String... settings)
            throws IOException {
        return new ClusterNode(
                directory, name, server.url(database), server.user(), handlers, String.join("\n", settings));
    }

    String name() {
        return name;
    }

    ServedHome served() {
        return served;
    }

    /** Starts it; returns when it takes posts. */
    ClusterNode start(String... options) throws IOException {
        process = options.length == 0
                ? served.serve()
                : WarProcess.start(
                        served.directory, List.of(options), "serve", "--port", "0", "--home", served.home.toString());
        url = process.readyUrl();
        return this;
    }

    String url() {
        return url;
    }

    WarProcess process() {
        return process;
    }

    void kill() throws IOException {
        process.kill();
    }

    /** Sends a signal to the process: STOP and CONT, for a server that hangs for a while. */
    void signal(String signal) throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();
        if (code != 0) {
            throw new IOException("kill -" + signal + " ended with " + code);
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }
}
