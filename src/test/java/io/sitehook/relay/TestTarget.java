package io.sitehook.relay;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A target on the loopback address that keeps what it gets and answers as told. */
final class TestTarget implements AutoCloseable {

    /** A request as it came in. */
    record Got(String path, Headers headers, byte[] body) {}

    /** What to answer. */
    record Reply(int status, Map<String, String> headers, byte[] body) {
        static Reply of(int status) {
            return new Reply(status, Map.of(), new byte[0]);
        }
    }

    final List<Got> got = new CopyOnWriteArrayList<>();
    volatile Function<Got, Reply> reply = request -> Reply.of(200);
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final String scheme;

    TestTarget() {
        this(null);
    }

    TestTarget(@Nullable SSLContext tls) {
        InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try {
            if (tls == null) {
                server = HttpServer.create(loopback, 0);
            } else {
                HttpsServer secure = HttpsServer.create(loopback, 0);
                secure.setHttpsConfigurator(new HttpsConfigurator(tls));
                server = secure;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        scheme = tls == null ? "http" : "https";
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            Got request = new Got(
                    exchange.getRequestURI().toString(),
                    exchange.getRequestHeaders(),
                    exchange.getRequestBody().readAllBytes());
            got.add(request);
            Reply answer = reply.apply(request);
            answer.headers().forEach(exchange.getResponseHeaders()::add);
            exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
            if (answer.body().length > 0) {
                exchange.getResponseBody().write(answer.body());
            }
            exchange.close();
        });
        server.start();
    }

    /** Its URL under a name that the test's resolver knows. */
    URI url(String host) {
        return URI.create(scheme + "://" + host + ":" + server.getAddress().getPort() + "/hook?a=b");
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
