package com.example.handler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpServer;
import io.sitehook.spi.StatusChange;
import io.sitehook.spi.testing.AttemptResult;
import io.sitehook.spi.testing.AttemptResult.Kind;
import io.sitehook.spi.testing.HandlerRun;
import io.sitehook.spi.testing.StatusChangeBuilder;
import io.sitehook.spi.testing.TestContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MyHandlerTest {
    private final TestContext context = TestContext.forHandler("my-handler");
    private final List<String> keys = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private volatile int status = 201;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
            exchange.getResponseHeaders().set("Retry-After", "120");
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        context.set("url", "http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    @Test
    void postsOnceMoreWithTheSameKey() throws Exception {
        StatusChange change =
                StatusChangeBuilder.statusChange().projectId("3057").build();
        try (HandlerRun run = HandlerRun.start(new MyHandler(), context)) {
            assertEquals(Kind.DONE, run.handle(change).kind());
            assertEquals(
                    Kind.DONE,
                    run.handle(run.delivery(change).attempt(2).build()).kind());
        }
        assertEquals(List.of(change.id() + ".my-handler", change.id() + ".my-handler"), keys);
        assertEquals(
                List.of("INFO posted " + keys.get(0), "INFO posted " + keys.get(1)),
                context.logger().lines());
    }

    @Test
    void waitsAsLongAsABusyServerAsksFor() throws Exception {
        status = 503;
        try (HandlerRun run = HandlerRun.start(new MyHandler(), context)) {
            AttemptResult result = run.handle(StatusChangeBuilder.statusChange().build());
            assertEquals(Kind.RETRY, result.kind());
            assertEquals(Optional.of(Duration.ofMinutes(2)), result.delay());
        }
    }

    @Test
    void isTriedAgainIfNobodyAnswers() throws Exception {
        server.stop(0);
        try (HandlerRun run = HandlerRun.start(new MyHandler(), context)) {
            assertEquals(
                    Kind.FAILED,
                    run.handle(StatusChangeBuilder.statusChange().build()).kind());
        }
    }

    @Test
    void needsItsUrl() {
        assertThrows(
                IllegalStateException.class,
                () -> HandlerRun.start(new MyHandler(), TestContext.forHandler("my-handler")));
    }
}
