package io.sitehook.bench;

import io.sitehook.testing.Postgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The machine's own PostgreSQL, as the tests start it, with its settings as they come: every commit is synced.
 */
final class PostgresServer implements AutoCloseable {
    static final String USER = "postgres";

    private final Postgres server;
    private int databases;

    private PostgresServer(Postgres server) {
        this.server = server;
    }

    static PostgresServer start(Path directory) throws IOException, UnavailableException {
        // It may run as somebody else, who has to pass through.
        Files.setPosixFilePermissions(directory.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
        try {
            return new PostgresServer(Postgres.start(directory, Map.of("max_connections", "200")));
        } catch (IllegalStateException e) {
            throw new UnavailableException(e.getMessage() + " On Debian or Ubuntu: apt-get install -y postgresql");
        } catch (IOException e) {
            throw new UnavailableException("PostgreSQL can't be set up in " + directory + ": " + e.getMessage());
        }
    }

    /** Makes an empty database, and gives its name. */
    String newDatabase() throws IOException, InterruptedException {
        return newDatabase("template1");
    }

    /** Makes a copy of one that nobody is connected to, and gives its name. */
    String newDatabase(String template) throws IOException, InterruptedException {
        databases++;
        String name = "bench" + databases;
        query(USER, "CREATE DATABASE " + name + " TEMPLATE " + template);
        return name;
    }

    String jdbcUrl(String database) {
        return server.url(database);
    }

    /** Runs SQL; gives the values of its last result, columns separated by |. */
    String query(String database, String sql) throws IOException, InterruptedException {
        return Commands.run(
                        Duration.ofMinutes(15),
                        List.of(
                                Postgres.program("psql"),
                                "-h",
                                "127.0.0.1",
                                "-p",
                                String.valueOf(server.port()),
                                "-U",
                                USER,
                                "-d",
                                database,
                                "-q",
                                "-A",
                                "-t",
                                "-X",
                                "-v",
                                "ON_ERROR_STOP=1",
                                "-c",
                                sql))
                .strip();
    }

    /** How often its log was synced, since it was set up. */
    long syncs() throws IOException, InterruptedException {
        return Long.parseLong(query(USER, "SELECT wal_sync FROM pg_stat_wal"));
    }

    String version() throws IOException, InterruptedException {
        return "postgres (PostgreSQL) " + query(USER, "SHOW server_version");
    }

    @Override
    public void close() {
        server.close();
    }
}
