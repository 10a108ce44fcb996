package io.sitehook.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitehook.receive.HttpConnection.Answer;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bodies that are too long, too slow, cut off, or lie about their length. */
class BodyLimitsHttpTest {
    private static final byte[] BODY = "{\"project_id\":1,\"event\":\"e\"}".getBytes(StandardCharsets.UTF_8);
    private static final int SLOW = 230;

    private static ReceiveServer.Setup cutAfter(Duration timeout) {
        return new ReceiveServer.Setup(new BodyLimits(64 * 1024, timeout), 1_000_000, null, null);
    }

    @Test
    void refusesADeclaredLengthBeforeReading() throws Exception {
        try (ReceiveServer server = new ReceiveServer(ReceiveServer.Setup.DEFAULT)) {
            for (long length : List.of(65_537L, 1_000_000L, 3_000_000L, 10_000_000_000L)) {
                try (HttpConnection connection = server.connect()) {
                    connection.send(head("Content-Length: " + length));
                    Answer answer = connection.answer();
                    assertThat(answer.status()).isEqualTo(413);
                    assertThat(answer.header("Connection")).isEqualTo("close");
                    assertThat(connection.isClosedByServer()).isTrue();
                }
            }
            assertThat(server.post(new byte[65_536]).status()).isEqualTo(200);
        }
    }

    @Test
    void cutsEndlessChunks() throws Exception {
        try (ReceiveServer server = new ReceiveServer(ReceiveServer.Setup.DEFAULT)) {
            List<HttpConnection> connections = new ArrayList<>();
            byte[] chunk = ("1000\r\n" + "x".repeat(0x1000) + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
            for (int sender = 0; sender < 50; sender++) {
                HttpConnection connection = server.connect();
                connections.add(connection);
                connection.send(head("Transfer-Encoding: chunked"));
                sendUntilRefused(connection, chunk);
            }
            assertThat(server.post(BODY).status()).isEqualTo(200);
            int answered = 0;
            for (HttpConnection connection : connections) {
                answered += isAnswered413(connection) ? 1 : 0;
                connection.close();
            }
            assertThat(answered).isPositive();
            assertThat(server.inbox.stored()).hasSize(1);
        }
    }

    @Test
    void takesABodyInPiecesAndKeepsTheConnection() throws Exception {
        try (ReceiveServer server = new ReceiveServer(ReceiveServer.Setup.DEFAULT);
                HttpConnection connection = server.connect()) {
            byte[] request = ReceiveServer.request(ReceiveServer.PATH, BODY, ReceiveServer.withSignature(BODY));
            int headEnd = request.length - BODY.length;
            for (int round = 0; round < 3; round++) {
                connection.send(Arrays.copyOf(request, headEnd));
                Until.isTrue(() -> server.busyThreads() == 0);
                for (int at = headEnd; at < request.length; at++) {
                    connection.send(new byte[] {request[at]});
                }
                assertThat(connection.answer().status()).isEqualTo(200);
            }
            connection.send(head("Transfer-Encoding: chunked", "x-hmac-hash: " + ReceiveServer.SIGNER.hex(BODY)));
            for (byte each : BODY) {
                connection.send("1\r\n" + (char) each + "\r\n");
            }
            connection.send("0\r\n\r\n");
            assertThat(connection.answer().status()).isEqualTo(200);
            assertThat(server.inbox.stored())
                    .hasSize(4)
                    .allSatisfy(stored -> assertThat(stored.body()).isEqualTo(BODY));
        }
    }

    @Test
    void believesTheBytesAndNotTheDeclaredLength() throws Exception {
        try (ReceiveServer server = new ReceiveServer(ReceiveServer.Setup.DEFAULT)) {
            String signature = "x-hmac-hash: " + ReceiveServer.SIGNER.hex(BODY);
            try (HttpConnection shorter = server.connect()) {
                shorter.send(head("Content-Length: " + (BODY.length - 1), signature, "Connection: close"));
                shorter.send(BODY);
                assertThat(shorter.answer().status()).isEqualTo(401);
            }
            try (HttpConnection longer = server.connect()) {
                longer.send(head("Content-Length: " + (BODY.length + 1), signature));
                longer.send(BODY);
                longer.endOutput();
                assertThat(longer.answer().status()).isEqualTo(400);
            }
            assertThat(server.inbox.stored()).isEmpty();
        }
    }

    /** The real limits: with a thread for each, 230 bodies that never come would hold all 200 threads of Tomcat. */
    @Test
    void slowBodiesHoldNoThread() throws Exception {
        try (ReceiveServer server = new ReceiveServer(ReceiveServer.Setup.DEFAULT)) {
            assertThat(server.post(BODY).status()).isEqualTo(200);
            List<String> heads = List.of(
                    head("Content-Length: 1000", "x-hmac-hash: ab"),
                    head("Transfer-Encoding: chunked", "x-hmac-hash: ab"),
                    head("Content-Length: 1000"),
                    head("Content-Length: 70000"),
                    head("Content-Length: 1000").replace("/sitecapture", "/unknown"),
                    head("Content-Length: 1000").replace("POST", "PUT"));
            List<HttpConnection> slow = new ArrayList<>();
            for (String head : heads) {
                for (int sender = 0; sender < SLOW; sender++) {
                    HttpConnection connection = server.connect();
                    slow.add(connection);
                    connection.send(head);
                }
                Until.isTrue(() -> server.busyThreads() < 20);
                long start = System.nanoTime();
                assertThat(server.post(BODY).status()).isEqualTo(200);
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
            }
            for (HttpConnection connection : slow) {
                connection.reset();
            }
        }
    }

    @Test
    void cutsSlowBodiesHoweverTheyTrickle() throws Exception {
        try (ReceiveServer server = new ReceiveServer(cutAfter(Duration.ofMillis(1500)))) {
            List<HttpConnection> silent = new ArrayList<>();
            List<HttpConnection> trickling = new ArrayList<>();
            for (int sender = 0; sender < SLOW / 2; sender++) {
                silent.add(server.connect());
                silent.get(sender).send(head("Content-Length: 1000", "x-hmac-hash: ab"));
                trickling.add(server.connect());
                trickling.get(sender).send(head("Content-Length: 1000", "x-hmac-hash: ab"));
            }
            long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            List<HttpConnection> open = new ArrayList<>(trickling);
            while (!open.isEmpty() && System.nanoTime() < deadline) {
                open.removeIf(connection -> !takesAnotherByte(connection));
            }
            assertThat(open).as("each is cut although bytes keep coming").isEmpty();
            for (HttpConnection connection : silent) {
                Answer answer = connection.answer();
                assertThat(answer.status()).isEqualTo(408);
                assertThat(answer.header("Connection")).isEqualTo("close");
                assertThat(connection.isClosedByServer()).isTrue();
                connection.close();
            }
            assertThat(server.post(BODY).status()).isEqualTo(200);
            assertThat(server.inbox.stored()).hasSize(1);
        }
    }

    private static boolean takesAnotherByte(HttpConnection connection) {
        java.util.concurrent.locks.LockSupport.parkNanos(200_000);
        try {
            connection.send("x");
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    private static void sendUntilRefused(HttpConnection connection, byte[] chunk) {
        try {
            for (int sent = 0; sent < 20; sent++) {
                connection.send(chunk);
            }
        } catch (IOException closed) {
            // That is what the server is to do.
        }
    }

    private static boolean isAnswered413(HttpConnection connection) throws IOException {
        try {
            Answer answer = connection.answer();
            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.header("Connection")).isEqualTo("close");
            return true;
        } catch (SocketException reset) {
            return false;
        }
    }

    private static String head(String... headers) {
        return "POST " + ReceiveServer.PATH + " HTTP/1.1\r\nHost: localhost\r\n" + String.join("\r\n", headers)
                + "\r\n\r\n";
    }
}
