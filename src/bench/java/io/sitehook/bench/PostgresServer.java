package io.sitehook.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * The machine's own PostgreSQL on a free port, in a directory of its own, with its settings as they come: every commit is
 * synced. It refuses to run as root, so then it runs as nobody.
 */
final class PostgresServer implements AutoCloseable {
    static final String USER = "postgres";
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

    private final ServerProcess process;
    private final Path psql;
    private final String version;
    private final int port;
    private int databases;

    private PostgresServer(ServerProcess process, Path psql, String version, int port) {
        this.process = process;
        this.psql = psql;
        this.version = version;
        this.port = port;
    }

    static PostgresServer start(Path directory) throws IOException, InterruptedException, UnavailableException {
        Path programs = programs();
        List<String> asOther = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            asOther.addAll(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--"));
            Files.setPosixFilePermissions(directory.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
            Commands.run(LONGEST, List.of("chown", "nobody:nogroup", directory.toString()));
        }
        Path data = directory.resolve("data");
        try {
            Commands.run(
                    LONGEST,
                    directory,
                    with(
                            asOther,
                            programs.resolve("initdb"),
                            "-D",
                            data,
                            "-U",
                            USER,
                            "-A",
                            "trust",
                            "-E",
                            "UTF8",
                            "--locale=C"));
        } catch (IOException e) {
            throw new UnavailableException("PostgreSQL can't be set up in " + directory + ": " + e.getMessage());
        }
        int port = FreePort.find();
        ServerProcess process = ServerProcess.start(
                directory,
                Map.of(),
                with(
                        asOther,
                        programs.resolve("postgres"),
                        "-D",
                        data,
                        "-p",
                        port,
                        "-c",
                        "listen_addresses=127.0.0.1",
                        "-c",
                        "unix_socket_directories=",
                        "-c",
                        "max_connections=200"));
        String version = Commands.run(
                        LONGEST, List.of(programs.resolve("postgres").toString(), "--version"))
                .strip();
        PostgresServer server = new PostgresServer(process, programs.resolve("psql"), version, port);
        server.awaitReady();
        return server;
    }

    private static List<String> with(List<String> before, Object... command) {
        List<String> all = new ArrayList<>(before);
        Stream.of(command).map(String::valueOf).forEach(all::add);
        return all;
    }

    private static Path programs() throws IOException, UnavailableException {
        if (Files.isDirectory(DEBIAN)) {
            try (Stream<Path> versions = Files.list(DEBIAN)) {
                Path newest = versions.map(version -> version.resolve("bin"))
                        .filter(bin -> Files.isExecutable(bin.resolve("postgres")))
                        .max(Path::compareTo)
                        .orElse(null);
                if (newest != null) {
                    return newest;
                }
            }
        }
        throw new UnavailableException(
                "there is no PostgreSQL server in " + DEBIAN + ". On Debian or Ubuntu: apt-get install -y postgresql");
    }

    private void awaitReady() throws IOException, InterruptedException {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (true) {
            try {
                query(USER, "SELECT 1");
                return;
            } catch (IOException e) {
                if (System.nanoTime() > end) {
                    throw new IOException("PostgreSQL is not ready: " + process.output(), e);
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            }
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
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** Runs SQL; gives the values of its last result, columns separated by |. */
    String query(String database, String sql) throws IOException, InterruptedException {
        return Commands.run(
                        Duration.ofMinutes(15),
                        List.of(
                                psql.toString(),
                                "-h",
                                "127.0.0.1",
                                "-p",
                                String.valueOf(port),
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

    String version() {
        return version;
    }

    @Override
    public void close() {
        process.close();
    }
}
