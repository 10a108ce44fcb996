package io.sitehook.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitehook.receive.HttpConnection.Answer;
import io.sitehook.spi.WorkflowStates;
import io.sitehook.store.Incoming;
import io.sitehook.store.Receipt;
import io.sitehook.store.StoreUnavailableException;
import io.sitehook.verify.SignatureEncoding;
import io.sitehook.verify.Signer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Posts over real sockets: what is taken, what is stored, and what each refusal looks like. */
class WebhookHttpTest {
    private static final byte[] BODY =
            utf8("{\"project_id\": 3057, \"status\": \"Complete\", \"workflow_state\": \"COMPLETE\","
                    + " \"api_key\": \"your_api_key\", \"event\": \"status_change\"}");

    private static ReceiveServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new ReceiveServer(ReceiveServer.Setup.DEFAULT);
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @BeforeEach
    void connection() {
        use(null, WorkflowStates.all(), 200);
        server.inbox.stored().clear();
        server.inbox.behave(FakeInbox::asTold);
    }

    @AfterEach
    void open() {
        server.open.set(true);
    }

    @Test
    void storesAndAnswersWithTheEvent() throws Exception {
        Answer answer = server.post(BODY, "User-Agent: probe/1", "Content-Type: application/json");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.body()).isEqualTo("{\"event\":\"" + FakeInbox.EVENT + "\",\"result\":\"stored\"}");
        Incoming stored = server.inbox.last();
        assertThat(stored.content()).isEqualTo(new Incoming.Parsed("3057", "status_change", "Complete", "COMPLETE"));
        assertThat(new String(stored.body(), StandardCharsets.UTF_8))
                .isEqualTo(new String(BODY, StandardCharsets.UTF_8).replace("your_api_key", "***"));
        assertThat(stored.bodySha256()).isEqualTo(sha256(BODY));
        assertThat(stored.signature()).isEqualTo("current secret, hex");
        assertThat(stored.origin()).isEqualTo(new Incoming.Origin("127.0.0.1", "application/json", "probe/1"));
        assertThat(stored.selected()).isTrue();
    }

    @Test
    void aTraceParentIsStoredIfItIsWellFormed() throws Exception {
        String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        assertThat(server.post(BODY, "traceparent: " + trace).status()).isEqualTo(200);
        assertThat(server.inbox.last().origin().traceparent()).isEqualTo(trace);
        assertThat(server.post(BODY, "traceparent: <script>").status()).isEqualTo(200);
        assertThat(server.inbox.last().origin().traceparent()).isNull();
        assertThat(server.post(BODY, "traceparent: " + trace, "traceparent: " + trace)
                        .status())
                .isEqualTo(200);
        assertThat(server.inbox.last().origin().traceparent()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "text/plain; charset=utf-16",
                "application/xml",
                "no type at all",
                ""
            })
    void storesTheSameBytesWhateverTheContentType(String type) throws Exception {
        byte[] body = utf8("{\"project_id\":\"a=b&c=%20+\",\"event\":\"\u00e4\\n\ud83d\ude00\"}\r\n");
        String[] headers = type.isEmpty() ? new String[0] : new String[] {"Content-Type: " + type};
        assertThat(server.post(body, headers).status()).isEqualTo(200);
        assertThat(server.inbox.last().body()).isEqualTo(body);
        assertThat(server.inbox.last().bodySha256()).isEqualTo(sha256(body));
    }

    @Test
    void storesEveryKindOfSignedBytes() throws Exception {
        List<byte[]> bodies = new ArrayList<>(List.of(
                new byte[0],
                utf8("\ufeff{\"project_id\":1,\"event\":\"e\"}"),
                utf8(" {\r\n \"project_id\" : 1 ,\t\"event\":\"e\"} \r\n"),
                utf8("{\"project_id\":1,\"event\":\"'; DROP TABLE event; --<script>${jndi:ldap://x}\"}"),
                new byte[] {0, (byte) 0xff, (byte) 0xfe, '{', '}'},
                new byte[64 * 1024]));
        for (byte[] body : bodies) {
            assertThat(server.post(body).status()).isEqualTo(200);
            assertThat(server.inbox.last().body()).isEqualTo(body);
            assertThat(server.inbox.last().bodySha256()).isEqualTo(sha256(body));
        }
    }

    @Test
    void refusesOneFlippedBitAnywhere() throws Exception {
        byte[] body = utf8(" ".repeat(200 - 30) + "{\"project_id\":1,\"event\":\"ev\"} ");
        assertThat(body).hasSize(200);
        String signature = "x-hmac-hash: " + ReceiveServer.SIGNER.hex(body);
        Set<String> answers = new HashSet<>();
        HttpConnection connection = server.connect();
        for (int bit = 0; bit < 1600; bit++) {
            byte[] flipped = body.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            connection.send(ReceiveServer.request(ReceiveServer.PATH, flipped, signature));
            Answer answer = connection.answer();
            answers.add(answer.status() + answer.body());
            if (answer.header("Connection").equals("close")) { // Tomcat's limit of 100 requests
                connection.close();
                connection = server.connect();
            }
        }
        connection.close();
        assertThat(answers).hasSize(1).first().asString().startsWith("401");
        assertThat(server.inbox.stored()).isEmpty();
        assertThat(server.send(ReceiveServer.request(ReceiveServer.PATH, body, signature))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void refusesEveryWrongSignatureWithOneText() throws Exception {
        String right = ReceiveServer.SIGNER.hex(BODY);
        String header = "x-hmac-hash: ";
        List<String[]> wrong = new ArrayList<>(List.of(
                new String[0],
                new String[] {header + right, header + right},
                new String[] {header + right, header + "00"},
                new String[] {header},
                new String[] {header + right + ", " + right},
                new String[] {header + right.substring(0, 32) + "\r\n " + right.substring(32)},
                new String[] {header + right.substring(1)},
                new String[] {header + right.substring(2)},
                new String[] {header + "\u00e9" + right},
                new String[] {header + "sha1=" + right},
                new String[] {header + new Signer(utf8("another secret")).hex(BODY)},
                new String[] {header + ReceiveServer.SIGNER.hex(utf8("another body"))},
                new String[] {"Authorization: HMAC " + right}));
        String[] many = new String[64];
        java.util.Arrays.fill(many, header + right);
        wrong.add(many);
        Set<String> bodies = new HashSet<>();
        for (String[] headers : wrong) {
            Answer answer = server.send(ReceiveServer.request(ReceiveServer.PATH, BODY, headers));
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.header("WWW-Authenticate")).isEqualTo("SiteCapture-HMAC");
            bodies.add(answer.body());
        }
        bodies.add(server.send(ReceiveServer.request(ReceiveServer.PATH + "?x-hmac-hash=" + right, BODY))
                .body());
        try (HttpConnection trailer = server.connect()) {
            trailer.send("POST " + ReceiveServer.PATH + " HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"
                    + "Trailer: x-hmac-hash\r\n\r\n1\r\n{\r\n0\r\n" + header + ReceiveServer.SIGNER.hex(utf8("{"))
                    + "\r\n\r\n");
            bodies.add(trailer.answer().body());
        }
        use("another_key", WorkflowStates.all(), 200);
        bodies.add(server.post(BODY).body());
        assertThat(bodies).hasSize(1);
        assertThat(server.inbox.stored()).isEmpty();
    }

    @Test
    void acceptsThePreviousSecretAndAQueryString() throws Exception {
        Answer answer = server.send(ReceiveServer.request(
                ReceiveServer.PATH + "?a=b", BODY, "X-HMAC-Hash: " + new Signer(ReceiveServer.PREVIOUS).base64(BODY)));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(server.inbox.last().signature()).isEqualTo("previous secret, base64");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Accept: image/png",
                "Accept: no type at all",
                "Accept-Charset: ;;;",
                "Accept-Language: ***",
                "Content-Language: ???",
                "Cookie: =;=",
                "If-Match: x",
                "If-None-Match: *",
                "X-HTTP-Method-Override: DELETE",
                "Content-Type:"
            })
    void losesNoSignedPostForAnOddHeader(String header) throws Exception {
        assertThat(server.post(BODY, header).status()).isEqualTo(200);
        for (String query : List.of("?", "?a=%25zz", "?a=b&&=", "?_method=DELETE")) {
            byte[] request =
                    ReceiveServer.request(ReceiveServer.PATH + query, BODY, ReceiveServer.withSignature(BODY, header));
            assertThat(server.send(request).status()).isEqualTo(200);
        }
    }

    @Test
    void checksTheApiKeyIfThereIsOne() throws Exception {
        use("your_api_key", WorkflowStates.all(), 200);
        assertThat(server.post(BODY).status()).isEqualTo(200);
        for (String key : List.of("", ",\"api_key\":null", ",\"api_key\":\"your_api_ke\"", ",\"api_key\":[]")) {
            assertThat(server.post(utf8("{\"project_id\":1,\"event\":\"e\"" + key + "}"))
                            .status())
                    .isEqualTo(401);
        }
        assertThat(server.inbox.stored()).hasSize(1);
        assertThat(server.post(utf8("{\"project_id\":1")).status())
                .as("signed, and kept to be looked at")
                .isEqualTo(200);
        assertThat(String.join("\n", server.log.lines())).doesNotContain("your_api_ke");
    }

    @Test
    void recordsAStateThatIsNotSelectedAsIgnored() throws Exception {
        use(null, WorkflowStates.of("COMPLETE"), 200);
        assertThat(server.post(BODY).body()).contains("\"stored\"");
        assertThat(server.post(utf8("{\"project_id\":1,\"event\":\"e\"}")).body())
                .contains("\"ignored\"");
        assertThat(server.inbox.last().selected()).isFalse();
        server.inbox.behave(incoming -> CompletableFuture.completedFuture(new Receipt("e", Receipt.Result.DUPLICATE)));
        assertThat(server.post(BODY).body()).isEqualTo("{\"event\":\"e\",\"result\":\"duplicate\"}");
    }

    @Test
    void keepsWhatCantBeReadAndSaysWhy() throws Exception {
        byte[] curly = utf8("{\"api_key\": \u201csecret\u201d}");
        assertThat(server.post(curly).body())
                .startsWith(
                        "{\"event\":\"" + FakeInbox.EVENT + "\",\"result\":\"unreadable\",\"reason\":\"typographic");
        use(null, WorkflowStates.all(), 400);
        Answer answer = server.post(curly);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.body()).contains("typographic quotes (“ ”)");
        assertThat(utf8(answer.body())).hasSizeLessThanOrEqualTo(200);
        assertThat(server.inbox.stored())
                .hasSize(2)
                .allSatisfy(stored -> assertThat(new String(stored.body(), StandardCharsets.UTF_8))
                        .isEqualTo("{\"api_key\": \"***\"}"));
    }

    @Test
    void answers503WhenTheFaultIsOurs() throws Exception {
        server.inbox.behave(
                incoming -> CompletableFuture.failedFuture(new StoreUnavailableException("the disk is full", null)));
        List<Answer> answers = new ArrayList<>(List.of(server.post(BODY)));
        answers.add(server.send(
                ReceiveServer.request("/sitehook/webhooks/no-secret", BODY, ReceiveServer.withSignature(BODY))));
        server.inbox.stored().clear();
        server.open.set(false);
        answers.add(server.post(BODY));
        answers.add(server.send(ReceiveServer.request("/sitehook/webhooks/Whatever", BODY)));
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isEqualTo("60");
            assertThat(answer.body()).doesNotContain("disk");
        });
        assertThat(server.inbox.stored()).isEmpty();
        assertThat(String.join("\n", server.log.lines())).contains("the disk is full");
    }

    @Test
    void answers500OnceLoggedForAnythingElse() throws Exception {
        server.inbox.behave(incoming -> CompletableFuture.failedFuture(new IllegalStateException("inside")));
        Answer later = server.post(BODY);
        server.inbox.behave(incoming -> {
            throw new IllegalArgumentException("at once");
        });
        Answer atOnce = server.post(BODY);
        assertThat(List.of(later, atOnce)).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.body()).doesNotContain("inside", "at once", "Exception");
        });
        assertThat(String.join("\n", server.log.lines())).contains("inside");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "POST2", "post"})
    void takesOnlyPost(String method) throws Exception {
        for (String version : List.of("HTTP/1.1", "HTTP/1.0")) {
            Answer answer = server.send(utf8(method + " " + ReceiveServer.PATH + " " + version
                    + "\r\nHost: x\r\nX-HTTP-Method-Override: POST\r\nConnection: close\r\n"
                    + "x-hmac-hash: " + ReceiveServer.SIGNER.hex(new byte[0]) + "\r\n\r\n"));
            assertThat(answer.status()).isEqualTo(405);
            if (!method.equals("TRACE")) { // Tomcat's own answer
                assertThat(answer.header("Allow")).isEqualTo("POST");
            }
        }
        assertThat(server.inbox.stored()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/sitehook/webhooks/unknown",
                "/sitehook/webhooks/sitecapture;x=y",
                "/sitehook/webhooks;x/sitecapture",
                "/sitehook//webhooks/sitecapture",
                "/sitehook/webhooks//sitecapture",
                "/sitehook/./webhooks/sitecapture",
                "/sitehook/%2e/webhooks/sitecapture",
                "/sitehook/webhooks/%73itecapture",
                "/sitehook/webhooks/sitecapture/",
                "/sitehook/webhooks/sitecapture%2fx",
                "/sitehook/webhooks/SITECAPTURE",
                "/sitehook/Webhooks/sitecapture",
                "/sitehook/webhooks/x/../sitecapture",
                "/sitehook/webhooks/application.wadl",
                "/sitehook/webhooks/",
                "/sitehook/webhooks",
            })
    void isReachedByTheDocumentedPathOnly(String path) throws Exception {
        Answer answer = server.send(ReceiveServer.request(path, BODY, ReceiveServer.withSignature(BODY)));
        assertThat(answer.status()).isIn(404, 400);
        assertThat(server.inbox.stored()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "br", "GZIP", "identity, gzip"})
    void takesNoEncodedBody(String encoding) throws Exception {
        Answer answer = server.post(BODY, "Content-Encoding: " + encoding);
        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.header("Accept-Encoding")).isEqualTo("identity");
        assertThat(server.post(BODY, "Content-Encoding: Identity").status()).isEqualTo(200);
    }

    @Test
    void leavesNoStackTraceWhenTheCallerHasGone() throws Exception {
        CompletableFuture<Receipt> held = new CompletableFuture<>();
        server.inbox.behave(incoming -> held);
        try (CapturedLogs logs = new CapturedLogs()) {
            for (int caller = 1; caller <= 20; caller++) {
                int count = caller;
                HttpConnection connection = server.connect();
                connection.send(ReceiveServer.request(ReceiveServer.PATH, BODY, ReceiveServer.withSignature(BODY)));
                Until.isTrue(() -> server.inbox.stored().size() == count);
                connection.reset();
            }
            held.complete(new Receipt("e", Receipt.Result.STORED));
            server.inbox.behave(FakeInbox::asTold);
            assertThat(server.post(BODY).status()).isEqualTo(200);
            assertThat(logs.lines()).isEmpty();
        }
    }

    @Test
    void keepsEveryRefusalTiny() throws IOException {
        List<Answer> answers = List.of(
                server.send(ReceiveServer.request(ReceiveServer.PATH, BODY)),
                server.send(ReceiveServer.request("/sitehook/webhooks/unknown", BODY)),
                server.send(utf8("PUT " + ReceiveServer.PATH + " HTTP/1.1\r\nHost: x\r\n\r\n")),
                server.send(
                        utf8("POST " + ReceiveServer.PATH + " HTTP/1.1\r\nHost: x\r\nContent-Length: 65537\r\n\r\n")),
                server.post(BODY, "Content-Encoding: gzip"));
        assertThat(answers).extracting(Answer::status).containsExactly(401, 404, 405, 413, 415);
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(utf8(answer.body())).hasSizeLessThanOrEqualTo(200);
            assertThat(answer.body()).startsWith("{\"type\":\"about:blank\",").doesNotContain("java", "io.sitehook");
        });
    }

    private static void use(
            @org.jspecify.annotations.Nullable String apiKey, WorkflowStates states, int unreadableAnswer) {
        server.endpoints.put(
                "sitecapture",
                ReceiveServer.endpoint(
                        ReceiveServer.verifier(SignatureEncoding.ANY),
                        apiKey == null ? null : utf8(apiKey),
                        states,
                        unreadableAnswer));
    }

    private static byte[] sha256(byte[] bytes) throws Exception {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
