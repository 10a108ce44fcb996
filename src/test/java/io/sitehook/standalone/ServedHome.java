package io.sitehook.standalone;

import io.sitehook.testing.Columns;
import io.sitehook.verify.Signer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A home with one connection and the example handlers, served from the WAR, and what came of it. */
public final class ServedHome {
    public static final String SECRET = "a secret that only the tests know";

    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(60);

    public final Path directory;
    public final Path home;
    public final Path written;
    private final HttpClient client = HttpClient.newHttpClient();

    public ServedHome(Path directory, String moreSettings) throws IOException {
        this(directory, directory.resolve("home"), moreSettings);
    }

    /** One whose home is where a container would have it. */
    public ServedHome(Path directory, Path home, String moreSettings) throws IOException {
        this.directory = directory;
        this.home = Files.createDirectories(home);
        written = directory.resolve("written");
        Path handlers = Files.createDirectories(this.home.resolve("handlers"));
        Path examples = Path.of(System.getProperty("sitehook.test.examples"));
        for (String name : List.of("log-status.jar", "write-file.jar")) {
            Files.copy(examples.resolve(name), handlers.resolve(name));
        }
        Path settings = Files.createFile(
                this.home.resolve("sitehook.properties"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                settings,
                "sitehook.connections.sitecapture.hmac-secret=" + SECRET + "\nsitehook.handler.write-file.directory="
                        + written + "\n" + moreSettings);
    }

    WarProcess serve() throws IOException {
        return serve(0);
    }

    WarProcess serve(int port) throws IOException {
        return WarProcess.start(directory, "serve", "--port", String.valueOf(port), "--home", home.toString());
    }

    public static String body(String project, String state) {
        return "{\"project_id\": \"" + project + "\", \"status\": \"Some\", \"workflow_state\": \"" + state
                + "\", \"event\": \"status_change\"}";
    }

    public HttpResponse<String> post(String url, String body) throws IOException, InterruptedException {
        return post(url, "sitecapture", body);
    }

    /** Posts to a connection that has the secret of this home's. */
    HttpResponse<String> post(String url, String connection, String body) throws IOException, InterruptedException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return post(url, connection, bytes, new Signer(SECRET.getBytes(StandardCharsets.UTF_8)).hex(bytes));
    }

    /** Posts with a signature that is none of this body. */
    HttpResponse<String> postForged(String url) throws IOException, InterruptedException {
        return post(url, "sitecapture", "{}".getBytes(StandardCharsets.UTF_8), "0".repeat(64));
    }

    private HttpResponse<String> post(String url, String connection, byte[] body, String signature)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(url + "/webhooks/" + connection))
                        .header("x-hmac-hash", signature)
                        .timeout(LONGEST_ANSWER)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Asks for a page, with headers as pairs of name and value. */
    public HttpResponse<String> get(String url, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(LONGEST_ANSWER);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** The event id in an answer. */
    public static String event(HttpResponse<String> answer) {
        return answer.body().replaceFirst("(?s).*\"event\":\"([^\"]+)\".*", "$1");
    }

    /** How many files the write-file example has written. */
    public long filesWritten() throws IOException {
        if (!Files.isDirectory(written)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(written)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".json"))
                    .count();
        }
    }

    /** The first column of the first row. */
    public String query(String sql) throws SQLException {
        return column(sql).stream().findFirst().orElse("");
    }

    /** The values in the first column. */
    public Set<String> column(String sql) throws SQLException {
        return column(home, sql);
    }

    static Set<String> column(Path home, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + home.resolve("sitehook.db"))) {
            return Columns.first(connection, sql);
        }
    }

    /** How many of these events are not in the store, or have a delivery that is not done. */
    public long lost(Set<String> events) throws SQLException {
        Set<String> open =
                column("SELECT id FROM event WHERE seq IN (SELECT event FROM delivery WHERE state <> 'DONE')");
        Set<String> done =
                column("SELECT id FROM event WHERE seq IN (SELECT event FROM delivery WHERE state = 'DONE')");
        return events.stream()
                .filter(event -> open.contains(event) || !done.contains(event))
                .count();
    }

    /** Waits for something outside of this process. */
    public static void await(String what, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
        while (!condition.call()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("did not happen in 3 minutes: " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }
}
