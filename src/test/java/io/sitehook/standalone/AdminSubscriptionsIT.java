package io.sitehook.standalone;

import static io.sitehook.standalone.ServedHome.await;
import static io.sitehook.standalone.ServedHome.body;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import io.sitehook.verify.Signer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Subscriptions made through the API, from the WAR: the password is asked again, the secret is shown once. */
@Tag("wide")
class AdminSubscriptionsIT {
    private static final String PASSWORD = "canary-d00f-a-password-of-the-admin";
    private static final String API_KEY = "canary-33aa-the-api-key-of-it";

    @TempDir
    Path directory;

    private final List<Got> got = new CopyOnWriteArrayList<>();
    private HttpServer target;

    /** A request as the target got it. */
    private record Got(Headers headers, byte[] body) {
        boolean isSignedWith(String secret) {
            return new Signer(secret.getBytes(StandardCharsets.UTF_8))
                    .hex(body)
                    .equals(headers.getFirst("x-hmac-hash"));
        }
    }

    @BeforeEach
    void listen() throws Exception {
        target = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        target.createContext("/", exchange -> {
            got.add(new Got(
                    exchange.getRequestHeaders(), exchange.getRequestBody().readAllBytes()));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        target.start();
    }

    @AfterEach
    void close() {
        target.stop(0);
    }

    private String json(String fields) {
        return "{\"password\": \"" + PASSWORD + "\"" + (fields.isEmpty() ? "" : ", " + fields) + "}";
    }

    private String url() {
        return "\"url\": \"http://127.0.0.1:" + target.getAddress().getPort() + "/hook\", \"allowPrivate\": true";
    }

    private static String field(HttpResponse<String> answer, String name) {
        return answer.body().replaceFirst("(?s).*\"" + name + "\":\"([^\"]+)\".*", "$1");
    }

    @Test
    void aSubscriptionIsMadeRotatedPausedAndKeptOverARestart() throws Exception {
        ServedHome served = new ServedHome(directory, "");
        String secret;
        try (WarProcess server = served.serve()) {
            String base = server.readyUrl();
            AdminClient admin = new AdminClient(base);
            admin.loginFirst("admin", server.oneTimePassword(), PASSWORD);
            HttpResponse<String> bad = admin.change(
                    "POST", "/admin/api/subscriptions", json("\"name\": \"Bad Name\", \"url\": \"http://0x7f.1/\""));
            assertThat(bad.statusCode()).as(bad.body()).isEqualTo(400);
            assertThat(bad.body()).contains("\"name\"", "\"url\"");
            HttpResponse<String> made = admin.change(
                    "POST",
                    "/admin/api/subscriptions",
                    json("\"name\": \"erp\", \"apiKey\": \"" + API_KEY + "\", " + url()));
            assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
            String first = field(made, "hmacSecret");
            assertThat(first).matches("[0-9a-f]{64}");
            assertThat(field(made, "standardWebhooksSecret")).startsWith("whsec_");
            assertThat(admin.get("/admin/api/subscriptions").body())
                    .contains("\"name\":\"erp\"", "\"breaker\":\"closed\"", "\"hasApiKey\":true")
                    .doesNotContain(first, "whsec_", "canary");

            assertThat(served.post(base, body("p1", "COMPLETE")).statusCode()).isEqualTo(200);
            await("it was sent on", () -> got.size() == 1);
            assertThat(got.get(0).isSignedWith(first)).isTrue();
            assertThat(new String(got.get(0).body(), StandardCharsets.UTF_8)).contains(API_KEY);

            await(
                    "its list says when",
                    () -> admin.get("/admin/api/subscriptions/erp")
                            .body()
                            .matches("(?s).*\"pending\":0,\"lastSentAt\":\"[^\"]+\".*"));

            HttpResponse<String> rotated = admin.change("POST", "/admin/api/subscriptions/erp/rotate", json(""));
            assertThat(rotated.statusCode()).as(rotated.body()).isEqualTo(200);
            secret = field(rotated, "hmacSecret");
            assertThat(secret).isNotEqualTo(first);
            assertThat(admin.change("POST", "/admin/api/subscriptions/erp/pause", "")
                            .statusCode())
                    .isEqualTo(204);
            HttpResponse<String> put = admin.change(
                    "POST",
                    "/admin/api/status-changes?connection=by-hand",
                    "{\"project_id\": 7, \"status\": \"New\", \"workflow_state\": null, \"event\": \"status_change\"}");
            assertThat(put.statusCode()).as(put.body()).isEqualTo(200);
            assertThat(put.body()).contains("\"result\":\"stored\"");
            await(
                    "the other handler has it",
                    () -> served.query("SELECT count(*) FROM delivery WHERE handler = 'log' AND state = 'DONE'")
                            .equals("2"));
            assertThat(got).hasSize(1);
            assertThat(admin.get("/admin/api/handlers").body()).contains("relay-erp", "built-in");
            assertThat(admin.get("/admin/api/audit").body())
                    .contains("subscription-create", "subscription-rotate", "subscription-pause", "status-change");
            server.terminate();
            server.result();
        }
        try (WarProcess server = served.serve()) {
            String base = server.readyUrl();
            AdminClient admin = new AdminClient(base);
            assertThat(admin.login("admin", PASSWORD).statusCode()).isEqualTo(303);
            admin.readToken();
            assertThat(admin.change("POST", "/admin/api/subscriptions/erp/resume", "")
                            .statusCode())
                    .isEqualTo(204);
            await("what waited is sent", () -> got.size() == 2);
            assertThat(got.get(1).isSignedWith(secret)).isTrue();
            assertThat(new String(got.get(1).body(), StandardCharsets.UTF_8))
                    .contains("\"project_id\":7,", "\"workflow_state\":null");
        }
        noSecretIsInAnyFile(served, secret);
    }

    private static void noSecretIsInAnyFile(ServedHome served, String secret) throws Exception {
        try (Stream<Path> files = Files.walk(served.directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                assertThat(content.contains(secret) || content.contains("canary"))
                        .as(file.toString())
                        .isFalse();
            }
        }
    }

    @Test
    void aWrongPasswordMakesNothingAndEndsTheSession() throws Exception {
        ServedHome served = new ServedHome(directory, "");
        try (WarProcess server = served.serve()) {
            AdminClient admin = new AdminClient(server.readyUrl());
            admin.loginFirst("admin", server.oneTimePassword(), PASSWORD);
            HttpResponse<String> refused = admin.change(
                    "POST",
                    "/admin/api/subscriptions",
                    "{\"password\": \"not the password\", \"name\": \"erp\", " + url() + "}");
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.body()).contains("not your password");
            assertThat(admin.get("/admin/api/subscriptions").statusCode()).isEqualTo(401);
            assertThat(served.query("SELECT count(*) FROM configuration")).isEqualTo("0");
        }
    }

    @Test
    void withoutALoginNobodyPutsInAStatusChangeOrSeesASubscription() throws Exception {
        ServedHome served = new ServedHome(directory, "");
        try (WarProcess server = served.serve()) {
            AdminClient nobody = new AdminClient(server.readyUrl());
            assertThat(nobody.change("POST", "/admin/api/status-changes", body("1", "A"))
                            .statusCode())
                    .isEqualTo(401);
            assertThat(nobody.get("/admin/api/subscriptions").statusCode()).isEqualTo(401);
            assertThat(served.query("SELECT count(*) FROM event")).isEqualTo("0");
        }
    }
}
