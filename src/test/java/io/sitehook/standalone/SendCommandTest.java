package io.sitehook.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sitehook.testing.FreePort;
import io.sitehook.verify.Signer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** {@code send} against a real HTTP server. */
class SendCommandTest {
    private static final String SECRET = "canary-4f1d9a7c33b0e6a2518d";

    private record Request(String hash, String type, String body) {}

    private record Result(int code, String out) {}

    private record Reply(int status, String body) {}

    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final ExecutorService executor = Executors.newFixedThreadPool(4);
    private HttpServer server;
    private volatile IntFunction<Reply> reply = number -> new Reply(200, "{\"event\":\"e" + number + "\"}\n");

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(executor);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        executor.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.add(new Request(
                    exchange.getRequestHeaders().getFirst("x-hmac-hash"),
                    exchange.getRequestHeaders().getFirst("content-type"),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            Reply answer = reply.apply(answered.incrementAndGet());
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Result send(String... more) {
        List<String> args = new ArrayList<>(List.of(
                "send", "--url", "http://127.0.0.1:" + server.getAddress().getPort() + "/hook", "--secret", SECRET));
        args.addAll(List.of(more));
        StringWriter out = new StringWriter();
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out));
        int code = line.execute(args.toArray(String[]::new));
        return new Result(code, out.toString().strip());
    }

    @Test
    void postsTheDocumentedBodySigned() {
        Result result = send("--project", "3057", "--state", "COMPLETE");
        assertThat(result).isEqualTo(new Result(0, "200 {\"event\":\"e1\"}"));
        Request request = requests.get(0);
        assertThat(request.body())
                .isEqualTo("{\"project_id\":3057,\"status\":\"Complete\",\"workflow_state\":\"COMPLETE\","
                        + "\"event\":\"status_change\"}");
        assertThat(request.type()).isEqualTo("application/json");
        assertThat(request.hash())
                .isEqualTo(new Signer(SECRET.getBytes(StandardCharsets.UTF_8))
                        .hex(request.body().getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @CsvSource({
        "3057, 3057",
        "0, 0",
        "-5, -5",
        "123456789012345678901234567890, 123456789012345678901234567890",
        "007, '\"007\"'",
        "1e3, '\"1e3\"'",
        "3057.0, '\"3057.0\"'",
        "A-1, '\"A-1\"'",
        "'a\"b', '\"a\\\"b\"'",
    })
    void theProjectIsANumberIfItLooksLikeOne(String project, String json) {
        send("--project=" + project);
        assertThat(requests.get(0).body()).startsWith("{\"project_id\":" + json + ",");
    }

    @Test
    void anEmptyStateIsNullAndAnApiKeyIsSentIfGiven() {
        send("--project", "1", "--state", "", "--status", "Fertig ✓", "--api-key", "k-7");
        assertThat(requests.get(0).body())
                .isEqualTo("{\"project_id\":1,\"status\":\"Fertig ✓\",\"workflow_state\":null,\"api_key\":\"k-7\","
                        + "\"event\":\"status_change\"}");
    }

    @Test
    void anythingButTwoHundredFailsWithTheDetail() {
        reply = number -> new Reply(401, "{\"title\":\"Unauthorized\",\"detail\":\"The signature does\\nnot match.\"}");
        assertThat(send("--project", "1")).isEqualTo(new Result(1, "401 The signature does not match."));
        reply = number -> new Reply(503, "plain\u001b[31m text");
        assertThat(send("--project", "1")).isEqualTo(new Result(1, "503 plain [31m text"));
        reply = number -> new Reply(202, "");
        assertThat(send("--project", "1").code()).isEqualTo(1);
    }

    @Test
    void aRedirectIsNotFollowed() {
        reply = number -> new Reply(302, "");
        assertThat(send("--project", "1")).isEqualTo(new Result(1, "302"));
        assertThat(requests).hasSize(1);
    }

    @Test
    void noServerFails() throws IOException {
        int port = FreePort.find();
        StringWriter out = new StringWriter();
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out));
        assertThat(line.execute("send", "--url", "http://127.0.0.1:" + port + "/", "--secret", "s", "--project", "1"))
                .isEqualTo(1);
        assertThat(out.toString().strip()).isEqualTo("no answer nobody listens at 127.0.0.1:" + port);
    }

    @Test
    void manyAreCountedByTheirStatus() {
        reply = number -> number % 10 == 0 ? new Reply(503, "{\"detail\":\"busy\"}") : new Reply(200, "{}");
        Result result = send("--project", "100", "--count", "50", "--projects", "7", "--connections", "4");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).startsWith("50 sent in ").contains("  200: 45").contains("  503: 5, the first: busy");
        assertThat(requests).hasSize(50);
        assertThat(requests.stream().map(Request::body).distinct()).hasSize(7);
        assertThat(requests).extracting(Request::body).anyMatch(body -> body.startsWith("{\"project_id\":106,"));
    }

    @Test
    void aRateSpreadsThemOverTime() {
        long start = System.nanoTime();
        Result result = send("--project", "a", "--projects", "2", "--count", "11", "--rate", "50");
        assertThat(result.code()).isZero();
        assertThat(System.nanoTime() - start).as("10 gaps of 20 ms").isGreaterThanOrEqualTo(200_000_000L);
        assertThat(requests).extracting(Request::body).anyMatch(body -> body.startsWith("{\"project_id\":\"a-1\","));
    }
}
