package io.sitehook.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The admin pages from the source tree, with the headers that the real ones have, over an API that answers from files.
 * A test says what is different: an answer, an error, hostile strings, empty lists, no answer at all.
 */
final class FakeAdminApi implements AutoCloseable {
    static final String CONTEXT = "/sitehook/admin/";
    static final String TOKEN = "the-token";
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none';"
                    + " report-uri /reports";
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml");

    /** A change that a page asked for. */
    record Change(String method, String path, JsonObject body) {}

    final List<Change> changes = new CopyOnWriteArrayList<>();
    final List<String> reads = new CopyOnWriteArrayList<>();
    final List<String> reports = new CopyOnWriteArrayList<>();
    /** Answers by path instead of those of the files. */
    final Map<String, String> answers = new ConcurrentHashMap<>();
    /** Status of the answer by path; the body is then a problem. */
    final Map<String, Integer> errors = new ConcurrentHashMap<>();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<BlockingQueue<String>> streams = new CopyOnWriteArrayList<>();
    volatile Answers.Kind kind = Answers.Kind.RICH;
    volatile boolean admin = true;
    volatile boolean live = true;
    volatile CountDownLatch held = new CountDownLatch(0);

    FakeAdminApi() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + CONTEXT;
    }

    /** As at the start. */
    void reset() {
        held.countDown();
        held = new CountDownLatch(0);
        kind = Answers.Kind.RICH;
        admin = true;
        live = true;
        changes.clear();
        reads.clear();
        reports.clear();
        answers.clear();
        errors.clear();
    }

    /** Holds back every answer of the API until the next reset. */
    void hold() {
        held = new CountDownLatch(1);
    }

    /** Sends an event to all open streams. */
    void push(String name, String data) {
        streams.forEach(stream -> stream.add("event: " + name + "\ndata: " + data + "\n\n"));
    }

    int streams() {
        return streams.size();
    }

    /** Ends all open streams, as a stopping server does. */
    void breakStreams() {
        streams.forEach(stream -> stream.add(""));
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
            exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            if (path.equals("/reports")) {
                reports.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                exchange.sendResponseHeaders(204, -1);
            } else if (path.equals(CONTEXT + "api/live")) {
                stream(exchange);
            } else if (path.startsWith(CONTEXT + "api/")) {
                api(exchange, path.substring((CONTEXT + "api/").length()));
            } else {
                file(exchange, path);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void api(HttpExchange exchange, String path) throws IOException, InterruptedException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (!path.equals("session") && !held.await(60, TimeUnit.SECONDS)) {
            return;
        }
        boolean change = !exchange.getRequestMethod().equals("GET");
        Integer error = errors.get(path);
        if (error != null) {
            problem(exchange, error, "The store does not answer", "It is full or slow; nothing was changed.");
        } else if (change && !TOKEN.equals(exchange.getRequestHeaders().getFirst("X-CSRF-Token"))) {
            problem(exchange, 403, "The token is missing", "Load the page again.");
        } else if (change && !admin) {
            problem(exchange, 403, "Not allowed", "A viewer changes nothing.");
        } else if (change) {
            JsonObject read = Json.createReader(new StringReader(body.isEmpty() ? "{}" : body))
                    .readObject();
            changes.add(new Change(exchange.getRequestMethod(), path, read));
            String answer = answers.getOrDefault(path, Answers.toChange(path, read));
            json(exchange, answer.isEmpty() ? 204 : 200, answer);
        } else {
            reads.add(path
                    + (exchange.getRequestURI().getRawQuery() == null
                            ? ""
                            : "?" + exchange.getRequestURI().getRawQuery()));
            String answer = answers.containsKey(path) ? answers.get(path) : Answers.toRead(path, kind, admin);
            if (answer == null) {
                problem(exchange, 404, "There is no such thing", "Nothing is known under " + path + ".");
            } else {
                json(exchange, 200, answer);
            }
        }
    }

    private void stream(HttpExchange exchange) throws IOException, InterruptedException {
        if (!live) {
            problem(exchange, 503, "No streams", "There are too many.");
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        BlockingQueue<String> mine = new LinkedBlockingQueue<>();
        OutputStream out = exchange.getResponseBody();
        out.write(": open\n\n".getBytes(StandardCharsets.UTF_8));
        out.flush();
        streams.add(mine);
        try {
            for (String next = mine.take(); !next.isEmpty(); next = mine.take()) {
                out.write(next.getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        } finally {
            streams.remove(mine);
        }
    }

    private static void file(HttpExchange exchange, String path) throws IOException {
        String name = path.startsWith(CONTEXT) ? path.substring(CONTEXT.length()) : "none";
        Path root = name.startsWith("lib/") ? Path.of("target/admin-lib") : Path.of("webapp/admin");
        Path file = root.resolve(name.startsWith("lib/") ? name.substring(4) : name.isEmpty() ? "index.html" : name);
        if (!Files.isRegularFile(file)) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        String extension = file.toString().substring(file.toString().lastIndexOf('.') + 1);
        exchange.getResponseHeaders().set("Content-Type", TYPES.getOrDefault(extension, "application/octet-stream"));
        byte[] bytes = Files.readAllBytes(file);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static void problem(HttpExchange exchange, int status, String title, String detail) throws IOException {
        JsonValue body = Json.createObjectBuilder()
                .add("type", "about:blank")
                .add("title", title)
                .add("status", status)
                .add("detail", detail)
                .build();
        exchange.getResponseHeaders().set("Content-Type", "application/problem+json");
        write(exchange, status, body.toString());
    }

    private static void json(HttpExchange exchange, int status, String body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        write(exchange, status, body);
    }

    private static void write(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, status == 204 ? -1 : bytes.length);
        if (status != 204) {
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        held.countDown();
        breakStreams();
        server.stop(0);
        threads.shutdownNow();
    }
}
