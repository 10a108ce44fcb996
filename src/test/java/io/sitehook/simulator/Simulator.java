package io.sitehook.simulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * SiteCapture's REST API as far as it is known, with projects that the test or the command line gives it, and faults for
 * answers of its choice. On 127.0.0.1 only.
 */
public final class Simulator implements AutoCloseable {
    public static final String USER = "simulated@example.com";
    public static final String PASSWORD = "canary-51c7-the-rest-password";
    public static final String API_KEY = "canary-9a40-the-rest-api-key";

    private static final String API = "/customer_api/";
    private static final String CONTROL = "/simulator/";
    private static final DateTimeFormatter FOURTEEN_DIGITS = DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.ROOT);

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, SimulatedProject> projects = new TreeMap<>();
    private final List<Planned> faults = new ArrayList<>();
    private final Map<String, AtomicInteger> served = new ConcurrentHashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();
    private volatile int photoSize = 20_000;
    private volatile long photoMillis;

    /** A fault for the next answers to paths that have a part in them. */
    private record Planned(String part, Fault fault, AtomicInteger times) {}

    private record Content(String type, byte[] bytes) {}

    private Simulator(HttpServer server) {
        this.server = server;
        server.createContext("/", this::answer);
        server.setExecutor(threads);
    }

    public static Simulator start() throws IOException {
        return start(0);
    }

    public static Simulator start(int port) throws IOException {
        Simulator simulator =
                new Simulator(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0));
        simulator.server.start();
        return simulator;
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public Simulator put(SimulatedProject project) {
        synchronized (projects) {
            projects.put(project.id(), project);
        }
        return this;
    }

    public Simulator photoSize(int bytes) {
        photoSize = bytes;
        return this;
    }

    /** How long a photo takes. */
    public Simulator photoMillis(long millis) {
        photoMillis = millis;
        return this;
    }

    /** The next answers to paths that contain this go wrong. */
    public Simulator fault(String part, Fault fault, int times) {
        synchronized (faults) {
            faults.add(new Planned(part, fault, new AtomicInteger(times)));
        }
        return this;
    }

    public void noFaults() {
        synchronized (faults) {
            faults.clear();
        }
    }

    /** How many requests came for paths that contain this. */
    public int requests(String part) {
        return served.entrySet().stream()
                .filter(entry -> entry.getKey().contains(part))
                .mapToInt(entry -> entry.getValue().get())
                .sum();
    }

    /** How many requests came, by path and query. */
    public Map<String, Integer> requests() {
        Map<String, Integer> copy = new TreeMap<>();
        served.forEach((path, count) -> copy.put(path, count.get()));
        return copy;
    }

    public int mostAtOnce() {
        return mostAtOnce.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        mostAtOnce.accumulateAndGet(running.incrementAndGet(), Math::max);
        try (exchange) {
            String path = exchange.getRequestURI().toString();
            if (path.startsWith(CONTROL)) {
                control(exchange);
                return;
            }
            served.computeIfAbsent(path, key -> new AtomicInteger()).incrementAndGet();
            Fault fault = nextFault(path);
            if (!isLoggedIn(exchange) || fault == Fault.EXPIRED_LOGIN) {
                text(exchange, 401, "{\"errors\": [\"Not authenticated\"]}");
                return;
            }
            Content content = content(exchange.getRequestURI());
            if (fault != null) {
                fail(exchange, fault, content);
            } else if (content == null) {
                text(exchange, 404, "{\"errors\": [\"Not found\"]}");
            } else {
                send(exchange, content);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            running.decrementAndGet();
        }
    }

    private @Nullable Fault nextFault(String path) {
        synchronized (faults) {
            for (Planned planned : faults) {
                if (path.contains(planned.part) && planned.times.getAndDecrement() > 0) {
                    return planned.fault;
                }
            }
            return null;
        }
    }

    private static boolean isLoggedIn(HttpExchange exchange) {
        String basic =
                "Basic " + Base64.getEncoder().encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        return basic.equals(exchange.getRequestHeaders().getFirst("Authorization"))
                && API_KEY.equals(exchange.getRequestHeaders().getFirst("API_KEY"));
    }

    private @Nullable Content content(URI url) throws InterruptedException, IOException {
        String path = url.getPath();
        String last = path.substring(path.lastIndexOf('/') + 1);
        Map<String, String> query = query(url);
        if (path.startsWith(API + "2_0/project/")) {
            SimulatedProject project = project(last);
            return project == null ? null : json(project.json());
        }
        if (path.equals(API + "2_0/projects") || path.equals(API + "1_0/projects")) {
            return json(list(query));
        }
        if (path.startsWith(API + "1_0/media/image/")) {
            TimeUnit.MILLISECONDS.sleep(photoMillis);
            return isKnown(last) ? new Content("image/jpeg", SimulatedProject.photo(last, photoSize)) : null;
        }
        if (path.startsWith(API + "1_0/project/images/")) {
            SimulatedProject project = project(last);
            return project == null ? null : new Content("application/zip", zip(project));
        }
        if (path.startsWith(API + "1_0/project/report/")) {
            return project(last) == null ? null : new Content("application/pdf", SimulatedProject.report(last));
        }
        return path.equals(API + "2_0/templates") ? json("[{\"id\": 7, \"name\": \"Survey\"}]") : null;
    }

    private @Nullable SimulatedProject project(String id) {
        synchronized (projects) {
            return projects.get(id);
        }
    }

    private boolean isKnown(String mediaId) {
        synchronized (projects) {
            return projects.values().stream()
                    .anyMatch(project -> project.mediaIds().contains(mediaId));
        }
    }

    private String list(Map<String, String> query) {
        Instant after = query.containsKey("last_updated_after")
                ? LocalDateTime.parse(query.get("last_updated_after"), FOURTEEN_DIGITS)
                        .toInstant(ZoneOffset.UTC)
                : Instant.MIN;
        int offset = Integer.parseInt(query.getOrDefault("offset", "0"));
        int most = Integer.parseInt(query.getOrDefault("max", "25"));
        synchronized (projects) {
            return projects.values().stream()
                    .filter(project -> project.lastUpdated().isAfter(after))
                    .skip(offset)
                    .limit(most)
                    .map(SimulatedProject::json)
                    .toList()
                    .toString();
        }
    }

    private byte[] zip(SimulatedProject project) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String mediaId : project.mediaIds()) {
                zip.putNextEntry(new ZipEntry("photos/" + mediaId + ".jpg"));
                zip.write(SimulatedProject.photo(mediaId, photoSize));
            }
        }
        return bytes.toByteArray();
    }

    private static Content json(String text) {
        return new Content("application/json;charset=UTF-8", text.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, String> query(URI url) {
        Map<String, String> values = new HashMap<>();
        String query = url.getRawQuery();
        for (String pair : query == null ? new String[0] : query.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                values.put(
                        pair.substring(0, equals),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return values;
    }

    private void fail(HttpExchange exchange, Fault fault, @Nullable Content content)
            throws IOException, InterruptedException {
        byte[] bytes = content == null ? new byte[1000] : content.bytes;
        int half = bytes.length / 2;
        String type = content == null ? "image/jpeg" : content.type;
        switch (fault) {
            case SLOW -> {
                part(exchange, type, bytes.length, bytes, half);
                closing.await();
            }
            case CUT_OFF -> part(exchange, type, bytes.length, bytes, half);
            case SHORT_LENGTH -> part(exchange, type, half, bytes, half);
            case LONG_LENGTH -> part(exchange, type, bytes.length + 100, bytes, bytes.length);
            case TOO_MANY -> tooMany(exchange, "2");
            case TOO_MANY_FOR_LONG -> tooMany(exchange, "600");
            case UNAVAILABLE -> text(exchange, 503, "down for maintenance\r\nWARNING a forged line");
            case ERROR_PAGE -> send(exchange, errorPage("text/html;charset=UTF-8"));
            case ERROR_PAGE_AS_IMAGE -> send(exchange, errorPage("image/jpeg"));
            case EXPIRED_LOGIN -> text(exchange, 401, "");
            case REDIRECT -> {
                exchange.getResponseHeaders().set("Location", "/login");
                text(exchange, 302, "");
            }
            case ECHO ->
                text(
                        exchange,
                        400,
                        "bad headers " + exchange.getRequestHeaders().entrySet());
            case NOT_FOUND -> text(exchange, 404, "{\"errors\": [{\"message\": \"Not found\"}]}");
        }
    }

    private static Content errorPage(String type) {
        return new Content(type, "<html><body>Something went wrong</body></html>".getBytes(StandardCharsets.UTF_8));
    }

    private static void tooMany(HttpExchange exchange, String seconds) throws IOException {
        exchange.getResponseHeaders().set("Retry-After", seconds);
        text(exchange, 429, "slow down");
    }

    private static void part(HttpExchange exchange, String type, int announced, byte[] bytes, int sent)
            throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(200, announced);
        exchange.getResponseBody().write(bytes, 0, sent);
        exchange.getResponseBody().flush();
    }

    private static void send(HttpExchange exchange, Content content) throws IOException {
        part(exchange, content.type, content.bytes.length, content.bytes, content.bytes.length);
    }

    private static void text(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", text.startsWith("{") ? "application/json" : "text/plain");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** For use by hand: plans faults, shows what was asked for. */
    private void control(HttpExchange exchange) throws IOException {
        Map<String, String> query = query(exchange.getRequestURI());
        if (exchange.getRequestURI().getPath().equals(CONTROL + "fault")) {
            fault(
                    query.getOrDefault("path", "/"),
                    Fault.valueOf(query.getOrDefault("kind", Fault.UNAVAILABLE.name())),
                    Integer.parseInt(query.getOrDefault("times", "1")));
            text(exchange, 200, "planned\n");
            return;
        }
        StringBuilder lines = new StringBuilder();
        requests()
                .forEach((path, count) ->
                        lines.append(count).append(' ').append(path).append('\n'));
        text(exchange, 200, lines + "\n");
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    /**
     * Runs it by hand: port, number of projects, photos in each, bytes of a photo, each with a default.
     *
     * @throws IOException if the port is taken
     */
    public static void main(String[] args) throws IOException {
        int[] numbers = {8090, 3, 20, 20_000};
        for (int i = 0; i < Math.min(args.length, numbers.length); i++) {
            numbers[i] = Integer.parseInt(args[i]);
        }
        Simulator simulator = start(numbers[0]).photoSize(numbers[3]);
        for (int i = 0; i < numbers[1]; i++) {
            simulator.put(SimulatedProject.withPhotos(String.valueOf(3057 + i), "COMPLETE", Instant.now(), numbers[2]));
        }
        System.out.println("A simulated SiteCapture at " + simulator.url() + "\nuser " + USER + "\npassword "
                + PASSWORD + "\nAPI key " + API_KEY + "\nprojects "
                + String.join(", ", simulator.projects.keySet()));
    }
}
