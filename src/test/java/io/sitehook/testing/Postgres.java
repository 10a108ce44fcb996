package io.sitehook.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A real PostgreSQL server of the tests' own, from the programs that are installed: {@code initdb}, {@code postgres} and
 * {@code pg_basebackup}, on the path or under {@code /usr/lib/postgresql}. It listens on the loopback interface, on a
 * free port. The server refuses to run as root, so root runs it as nobody.
 */
public final class Postgres implements AutoCloseable {
    private static final String USER = "postgres";
    private static final int READY_SECONDS = 30;

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private final Path directory;
    private final int port;
    private final Map<String, String> options;
    private Process process;

    private Postgres(Path directory, int port, Map<String, String> options) throws IOException {
        this.directory = directory;
        this.port = port;
        this.options = options;
        process = run();
    }

    /** One for all tests of this process, with its syncs off: ended with the process. */
    public static Postgres shared() {
        return Shared.SERVER;
    }

    private static final class Shared {
        static final Postgres SERVER = shared();

        private static Postgres shared() {
            try {
                Path directory = Files.createTempDirectory("sitehook-postgres-");
                Postgres server = start(directory, Map.of("fsync", "off", "max_connections", "200"));
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    server.kill();
                    delete(directory);
                }));
                return server;
            } catch (IOException e) {
                throw new IllegalStateException("no PostgreSQL server for the tests", e);
            }
        }
    }

    /**
     * Makes a server in a directory and starts it.
     *
     * @param options settings of {@code postgresql.conf}
     */
    public static Postgres start(Path directory, Map<String, String> options) throws IOException {
        giveAway(directory);
        execute(
                directory,
                "initdb",
                "-D",
                data(directory).toString(),
                "-U",
                USER,
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C",
                "--no-sync");
        return new Postgres(directory, FreePort.find(), new TreeMap<>(options));
    }

    /** Makes a standby of this server in another directory and starts it; it follows until it is promoted. */
    public Postgres standby(Path other, String name, Map<String, String> itsOptions) throws IOException {
        giveAway(other);
        execute(
                other,
                "pg_basebackup",
                "-h",
                "127.0.0.1",
                "-p",
                Integer.toString(port),
                "-U",
                USER,
                "-D",
                data(other).toString(),
                "-R",
                "-X",
                "stream",
                "-c",
                "fast",
                "--no-sync");
        Map<String, String> all = new TreeMap<>(itsOptions);
        all.put("primary_conninfo", "host=127.0.0.1 port=" + port + " user=" + USER + " application_name=" + name);
        return new Postgres(other, FreePort.find(), all);
    }

    /** Makes the standby the primary. */
    public void promote() throws SQLException {
        execute("postgres", "SELECT pg_promote()");
    }

    private static Path data(Path directory) {
        return directory.resolve("data");
    }

    private Process run() throws IOException {
        List<String> command = new ArrayList<>(List.of("-D", data(directory).toString(), "-p", Integer.toString(port)));
        Map<String, String> all = new TreeMap<>(options);
        all.put("listen_addresses", "127.0.0.1");
        all.put("unix_socket_directories", "");
        all.put("timezone", "UTC");
        all.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        Process started =
                builder(directory, "postgres", command.toArray(String[]::new)).start();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS);
        while (true) {
            try (Connection connection = DriverManager.getConnection(url("postgres"), USER, "")) {
                connection.getMetaData();
                return started;
            } catch (SQLException e) {
                if (!started.isAlive() || System.nanoTime() - end > 0) {
                    throw new IOException("the server did not start: " + Files.readString(log(directory)), e);
                }
                pause(started);
            }
        }
    }

    private static void pause(Process started) throws IOException {
        try {
            if (started.waitFor(20, TimeUnit.MILLISECONDS)) {
                throw new IOException("the server has ended with " + started.exitValue());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static Path log(Path directory) {
        return directory.resolve("server.log");
    }

    /** A new, empty database. */
    public String createDatabase() {
        String name = "sitehook_" + DATABASES.incrementAndGet();
        try {
            execute("postgres", "CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return name;
    }

    /** The JDBC URL of a database, for {@link #user()} without a password. */
    public String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    public int port() {
        return port;
    }

    public String user() {
        return USER;
    }

    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(url(database), USER, "");
    }

    public void execute(String database, String sql) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The values in the first column of an answer. */
    public Set<String> column(String database, String sql) throws SQLException {
        try (Connection connection = connect(database)) {
            return Columns.first(connection, sql);
        }
    }

    /** The first column of an answer's first row. */
    public String value(String database, String sql) throws SQLException {
        return column(database, sql).iterator().next();
    }

    /** The same, as a number. */
    public long number(String database, String sql) throws SQLException {
        return Long.parseLong(value(database, sql));
    }

    /** Kills the server and all its processes, without a chance to tidy up. */
    public void kill() {
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).forEach(ProcessHandle::destroyForcibly);
        waitForEnd();
    }

    /** Sends a signal to the server and all its processes: STOP and CONT, for a database that hangs. */
    public void signal(String signal) throws IOException {
        List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
        Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .forEach(each -> command.add(Long.toString(each.pid())));
        try {
            new ProcessBuilder(command).start().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** Starts it again on the same port, after {@link #kill()} or {@link #close()}. */
    public void restart() throws IOException {
        Files.deleteIfExists(data(directory).resolve("postmaster.pid"));
        process = run();
    }

    private void waitForEnd() {
        try {
            if (!process.waitFor(READY_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends it at once, but well: clients are cut off. */
    @Override
    public void close() {
        if (process.isAlive()) {
            // SIGINT is "fast": what setpriv became is the server itself.
            try {
                new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                        .start()
                        .waitFor();
            } catch (IOException | InterruptedException e) {
                process.destroy();
            }
            waitForEnd();
        }
    }

    private static boolean root() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static void giveAway(Path directory) throws IOException {
        Files.createDirectories(directory);
        if (root()) {
            Files.setOwner(
                    directory,
                    directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
            // Temporary directories of tests are their owner's alone; nobody must be able to pass through.
            for (Path parent = directory.getParent(); parent != null; parent = parent.getParent()) {
                if (parent.startsWith(System.getProperty("java.io.tmpdir"))
                        && !parent.equals(Path.of(System.getProperty("java.io.tmpdir")))) {
                    passable(parent.toFile());
                }
            }
        }
    }

    private static void passable(File directory) {
        if (!directory.setExecutable(true, false)) {
            throw new IllegalStateException(directory + " can't be made passable");
        }
    }

    private static ProcessBuilder builder(Path directory, String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (root()) {
            command.addAll(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--"));
        }
        command.add(program(program));
        command.addAll(Arrays.asList(arguments));
        return new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log(directory).toFile()));
    }

    private static void execute(Path directory, String program, String... arguments) throws IOException {
        Process started = builder(directory, program, arguments).start();
        try {
            if (started.waitFor() != 0) {
                throw new IOException(program + " failed: " + Files.readString(log(directory)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /**
     * Where a program of PostgreSQL is.
     *
     * @throws IllegalStateException if it is not installed
     */
    public static String program(String program) {
        List<Path> directories = new ArrayList<>();
        for (String each : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            directories.add(Path.of(each));
        }
        try (Stream<Path> versions = Files.list(Path.of("/usr/lib/postgresql"))) {
            versions.sorted().forEach(version -> directories.add(0, version.resolve("bin")));
        } catch (IOException e) {
            // not a Debian; the path has it, or nothing has
        }
        return directories.stream()
                .map(each -> each.resolve(program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException(program + " is not installed: PostgreSQL's server is needed"))
                .toString();
    }

    private static void delete(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            all.sorted((a, b) -> b.compareTo(a)).forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            // a directory for temporary files
        }
    }
}
