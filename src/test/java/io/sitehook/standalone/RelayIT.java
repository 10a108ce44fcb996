package io.sitehook.standalone;

import static io.sitehook.standalone.ServedHome.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sitehook.testing.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sending on, from outside: one server relays to another, or to a target that is out of order. */
class RelayIT {
    private static final String RELAY_SECRET = "canary-relay-secret-8d21f0aa97";
    private static final String API_KEY = "canary-relay-key-5512";
    private static final String QUICK = "sitehook.delivery.schedule=100ms\n"
            + "sitehook.subscriptions.b.breaker-wait=300ms\nsitehook.subscriptions.b.allow-private=true\n";

    @TempDir
    Path directory;

    private static String subscription(String name, String url) {
        String prefix = "sitehook.subscriptions." + name + ".";
        return prefix + "url=" + url + "\n" + prefix + "hmac-secret=" + RELAY_SECRET + "\n" + prefix + "api-key="
                + API_KEY + "\n";
    }

    private ServedHome home(String name, String settings) throws IOException {
        return new ServedHome(Files.createDirectories(directory.resolve(name)), settings);
    }

    private ServedHome receiver() throws IOException {
        return home(
                "b",
                "sitehook.connections.from-a.hmac-secret=" + RELAY_SECRET + "\nsitehook.connections.from-a.api-key="
                        + API_KEY + "\n");
    }

    private static String body(int project, int step) {
        return "{\"project_id\": " + project + ", \"status\": \"Step " + step + " \u00e4\", \"workflow_state\": \"S"
                + step + "\", \"api_key\": \"theirs\", \"event\": \"status_change\"}";
    }

    /** Posts the steps of each project in order, several projects side by side. */
    private static void post(ServedHome home, String url, int projects, int steps) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Void>> posted = new ArrayList<>();
            for (int project = 1; project <= projects; project++) {
                int id = project;
                posted.add(threads.submit(() -> {
                    for (int step = 0; step < steps; step++) {
                        assertThat(home.post(url, body(id, step)).statusCode()).isEqualTo(200);
                    }
                    return null;
                }));
            }
            for (Future<Void> each : posted) {
                each.get(5, TimeUnit.MINUTES);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void awaitArrived(ServedHome receiver, int count) throws Exception {
        await(
                count + " have arrived",
                () -> receiver.query("SELECT count(*) FROM event WHERE connection = 'from-a' AND duplicate_of IS NULL")
                        .equals(String.valueOf(count)));
    }

    private static void assertOrder(ServedHome receiver, int projects, int steps) throws Exception {
        String expected = IntStream.range(0, steps).mapToObj(step -> "S" + step).collect(Collectors.joining(","));
        for (int project = 1; project <= projects; project++) {
            assertThat(receiver.query("SELECT group_concat(workflow_state) FROM (SELECT workflow_state FROM event WHERE"
                            + " connection = 'from-a' AND duplicate_of IS NULL AND project_id = '" + project
                            + "' ORDER BY seq)"))
                    .as("project " + project)
                    .isEqualTo(expected);
        }
    }

    private static void assertNoCanary(ServedHome home) throws IOException {
        try (Stream<Path> files = Files.walk(home.directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.getFileName().toString().equals("sitehook.properties")) {
                    assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                                    .contains("canary-relay"))
                            .as(file.toString())
                            .isFalse();
                }
            }
        }
    }

    @Test
    @Tag("wide")
    void aThousandStatusChangesArriveOnceAndInOrderAtASecondServerThatVerifiesThem() throws Exception {
        ServedHome receiver = receiver();
        try (WarProcess b = receiver.serve()) {
            String target = b.readyUrl() + "/webhooks/from-a";
            ServedHome sender = home("a", QUICK + subscription("b", target));
            try (WarProcess a = sender.serve()) {
                long start = System.nanoTime();
                post(sender, a.readyUrl(), 50, 20);
                awaitArrived(receiver, 1_000);
                System.out.printf("relay: 1000 status changes in %.1f s%n", (System.nanoTime() - start) / 1e9);
                assertOrder(receiver, 50, 20);
                assertThat(receiver.query("SELECT count(*) FROM event WHERE connection = 'from-a'"))
                        .isEqualTo("1000");
                assertThat(receiver.query("SELECT CAST(body AS TEXT) FROM event WHERE workflow_state = 'S3' AND"
                                + " project_id = '7' AND connection = 'from-a'"))
                        .isEqualTo("{\"project_id\":7,\"status\":\"Step 3 \u00e4\",\"workflow_state\":\"S3\","
                                + "\"api_key\":\"***\",\"event\":\"status_change\"}");
                await(
                        "the sender knows that all are done",
                        () -> sender.query("SELECT count(*) FROM delivery WHERE handler = 'relay-b' AND state = 'DONE'")
                                .equals("1000"));
            }
            assertNoCanary(sender);
        }
        assertNoCanary(receiver);
    }

    @Test
    @Tag("wide")
    void whatATargetMissedWhileItWasDownArrivesInOrderWhenItIsBackAndCostsNoDeadLetters() throws Exception {
        ServedHome receiver = receiver();
        int port = FreePort.find();
        String target = "http://127.0.0.1:" + port + "/sitehook/webhooks/from-a";
        ServedHome sender = home("a", QUICK + "sitehook.delivery.attempts=3\n" + subscription("b", target));
        try (WarProcess a = sender.serve()) {
            post(sender, a.readyUrl(), 10, 10);
            await(
                    "it was tried again and again",
                    () -> Integer.parseInt(sender.query("SELECT sum(attempts) FROM delivery WHERE handler = 'relay-b'"))
                            >= 9);
            assertThat(sender.query("SELECT count(*) FROM delivery WHERE handler = 'relay-b' AND state = 'DEAD'"))
                    .isEqualTo("0");
            try (WarProcess b = receiver.serve(port)) {
                b.readyUrl();
                awaitArrived(receiver, 100);
                assertOrder(receiver, 10, 10);
            }
            assertThat(sender.query("SELECT count(*) FROM delivery WHERE handler = 'relay-b' AND state = 'DEAD'"))
                    .isEqualTo("0");
        }
    }

    @Test
    void aRingOfTwoServersEnds() throws Exception {
        int port = FreePort.find();
        ServedHome one = home(
                "a",
                QUICK + "sitehook.connections.from-b.hmac-secret=" + RELAY_SECRET + "\n"
                        + subscription("b", "http://127.0.0.1:" + port + "/sitehook/webhooks/from-a"));
        try (WarProcess a = one.serve()) {
            String url = a.readyUrl();
            ServedHome two = home(
                    "b",
                    "sitehook.connections.from-a.hmac-secret=" + RELAY_SECRET + "\n"
                            + "sitehook.subscriptions.a.allow-private=true\n"
                            + subscription("a", url + "/webhooks/from-b"));
            try (WarProcess b = two.serve(port)) {
                b.readyUrl();
                assertThat(one.post(url, body(1, 1)).statusCode()).isEqualTo(200);
                await(
                        "it came back and went no further",
                        () -> one.column("SELECT text FROM attempt WHERE text LIKE 'not sent: it went through here%'")
                                        .size()
                                == 1);
                assertThat(one.query("SELECT count(*) FROM event")).isEqualTo("2");
                assertThat(two.query("SELECT count(*) FROM event")).isEqualTo("1");
                assertThat(one.query("SELECT length(hops) FROM event WHERE connection = 'from-b'"))
                        .isEqualTo("33");
            }
        }
    }

    @Test
    @Tag("wide")
    void aTargetThatIsGoneIsAskedOnceAlsoOverARestartAndWhatWaitsGoesToTheNextUrl() throws Exception {
        try (Target target = new Target(request -> 410);
                Target next = new Target(request -> 204)) {
            ServedHome sender = home("a", QUICK + subscription("b", target.url()));
            try (WarProcess a = sender.serve()) {
                assertThat(sender.post(a.readyUrl(), body(1, 1)).statusCode()).isEqualTo(200);
                await("it is deactivated", () -> a.errors().contains("the subscription b is deactivated"));
                await(
                        "that is stored",
                        () -> sender.query("SELECT reason FROM subscription_gone")
                                .equals("answered 410"));
                a.terminate();
                a.result();
            }
            try (WarProcess a = sender.serve()) {
                String url = a.readyUrl();
                assertThat(sender.post(url, body(2, 1)).statusCode()).isEqualTo(200);
                await(
                        "another handler has had it",
                        () -> sender.query("SELECT count(*) FROM delivery WHERE handler = 'log' AND state = 'DONE'")
                                .equals("2"));
                assertThat(target.requests).hasSize(1);
                Path settings = sender.home.resolve("sitehook.properties");
                Files.writeString(settings, Files.readString(settings).replace(target.url(), next.url()));
                await("the next one has it", () -> next.requests.size() == 1);
                assertThat(next.requests.get(0)).contains("\"project_id\":1,");
            }
        }
    }

    @Test
    void anAddressInsideIsRefusedAndTheAttemptSaysWhatToDo() throws Exception {
        try (Target target = new Target(request -> 200)) {
            ServedHome sender = home("a", subscription("b", target.url().replace("127.0.0.1", "localhost")) + "\n");
            try (WarProcess a = sender.serve()) {
                assertThat(sender.post(a.readyUrl(), body(1, 1)).statusCode()).isEqualTo(200);
                await(
                        "it was refused",
                        () -> sender.query("SELECT text FROM attempt WHERE unit = 'relay'")
                                .startsWith("not sent: localhost is "));
                assertThat(sender.query("SELECT text FROM attempt WHERE unit = 'relay'"))
                        .contains("a loopback address", "sitehook.relay.allowed-networks");
                assertThat(target.requests).isEmpty();
                Files.writeString(
                        sender.home.resolve("sitehook.properties"),
                        "sitehook.relay.allowed-networks=127.0.0.0/8, ::1\n",
                        java.nio.file.StandardOpenOption.APPEND);
                await("it is sent once it is allowed", () -> target.requests.size() == 1);
            }
        }
    }

    @Test
    void aTargetThatAsksForThreeSecondsGetsThem() throws Exception {
        try (Target target = new Target(request -> request == 1 ? 503 : 200)) {
            ServedHome sender = home("a", QUICK + subscription("b", target.url()));
            try (WarProcess a = sender.serve()) {
                assertThat(sender.post(a.readyUrl(), body(1, 1)).statusCode()).isEqualTo(200);
                await("it was asked again", () -> target.requests.size() == 2);
                assertThat(target.times.get(1) - target.times.get(0)).isGreaterThanOrEqualTo(2_900_000_000L);
            }
        }
    }

    private static HttpResponse<String> putIn(String url, String query, String token, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + "/admin/api/status-changes" + query))
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void aStatusChangeThatAProgramPutsInIsHandledAndSentOnLikeAnyOther() throws Exception {
        String token = "canary-relay-token-of-good-length";
        try (Target target = new Target(request -> 200)) {
            ServedHome sender =
                    home("a", QUICK + "sitehook.status-change-token=" + token + "\n" + subscription("b", target.url()));
            try (WarProcess a = sender.serve()) {
                String url = a.readyUrl();
                HttpResponse<String> stored = putIn(url, "", token, body(5, 1));
                assertThat(stored.statusCode()).isEqualTo(200);
                assertThat(stored.body()).contains("\"event\":\"", "\"result\":\"stored\"");
                await("it was sent on", () -> target.requests.size() == 1);
                assertThat(target.requests.get(0)).startsWith("{\"project_id\":5,");
                assertThat(sender.query("SELECT connection || ', ' || signature FROM event"))
                        .isEqualTo("local, put in by token");
                assertThat(putIn(url, "?connection=erp", token, body(5, 1)).body())
                        .as("the same again is meant")
                        .contains("\"stored\"");
                assertThat(putIn(url, "", "canary-relay-another", body(5, 1)).statusCode())
                        .isEqualTo(401);
                assertThat(putIn(url, "", "", body(5, 1)).statusCode()).isGreaterThanOrEqualTo(400);
                HttpResponse<String> unreadable = putIn(url, "", token, "{\"project_id\": 1}");
                assertThat(unreadable.statusCode()).isEqualTo(400);
                assertThat(unreadable.body()).contains("event is missing");
                assertThat(putIn(url, "?connection=Bad%20Name", token, body(5, 1))
                                .statusCode())
                        .isEqualTo(400);
                assertThat(sender.query("SELECT count(*) FROM event")).isEqualTo("2");
            }
            assertNoCanary(sender);
        }
    }

    /** A target in this process that answers with a status for its n-th request, from 1. */
    private static final class Target implements AutoCloseable {
        final List<String> requests = new CopyOnWriteArrayList<>();
        final List<Long> times = new CopyOnWriteArrayList<>();
        private final HttpServer server;

        Target(IntUnaryOperator status) throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> answer(exchange, status));
            server.start();
        }

        private void answer(HttpExchange exchange, IntUnaryOperator status) throws IOException {
            times.add(System.nanoTime());
            requests.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            int code = status.applyAsInt(requests.size());
            if (code == 503) {
                exchange.getResponseHeaders().add("Retry-After", "3");
            }
            exchange.sendResponseHeaders(code, -1);
            exchange.close();
        }

        String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
