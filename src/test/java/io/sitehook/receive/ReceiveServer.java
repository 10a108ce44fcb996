package io.sitehook.receive;

import io.sitehook.spi.WorkflowStates;
import io.sitehook.verify.HmacAlgorithm;
import io.sitehook.verify.HmacVerifier;
import io.sitehook.verify.SignatureEncoding;
import io.sitehook.verify.Signer;
import io.sitehook.verify.SigningSecret;
import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.jspecify.annotations.Nullable;

/** The receiving side in a real Tomcat with its default connector, over a fake inbox. */
final class ReceiveServer implements AutoCloseable {
    static final byte[] SECRET = "It's a Secret to Everybody".getBytes(StandardCharsets.UTF_8);
    static final byte[] PREVIOUS = "the secret before it".getBytes(StandardCharsets.UTF_8);
    static final Signer SIGNER = new Signer(SECRET);
    static final String PATH = "/sitehook/webhooks/sitecapture";

    final FakeInbox inbox = new FakeInbox();
    final RecordingLogger log = new RecordingLogger();
    final Map<String, Endpoint> endpoints = new ConcurrentHashMap<>();
    final AtomicBoolean open = new AtomicBoolean(true);
    private final Tomcat tomcat = new Tomcat();
    private final Path directory;

    /** What can be different from the real thing. */
    record Setup(
            BodyLimits limits,
            int failuresPerMinute,
            @Nullable Filter inFront,
            @Nullable Servlet behind) {
        static final Setup DEFAULT = new Setup(BodyLimits.DEFAULT, 1_000_000, null, null);
    }

    ReceiveServer(Setup setup) throws IOException, LifecycleException {
        directory = Files.createTempDirectory("sitehook-receive");
        endpoints.put("sitecapture", endpoint(verifier(SignatureEncoding.ANY), null, WorkflowStates.all(), 200));
        endpoints.put("no-secret", endpoint(null, null, WorkflowStates.all(), 200));
        Rejections rejections = new Rejections(log, System::nanoTime, setup.failuresPerMinute(), post -> {});
        tomcat.setBaseDir(directory.toString());
        Connector connector = new Connector();
        connector.setPort(0);
        connector.setProperty("address", "127.0.0.1");
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("/sitehook", directory.toString());
        Filter inFront = setup.inFront();
        if (inFront != null) {
            addFilter(context, "in-front", inFront);
        }
        addFilter(context, "signature", new SignatureFilter(endpoints::get, open::get, rejections, setup.limits()));
        Servlet behind = setup.behind();
        Wrapper servlet = Tomcat.addServlet(
                context,
                "webhooks",
                behind == null ? new WebhookServlet(new WebhookApplication(inbox, rejections)) : behind);
        servlet.setAsyncSupported(true);
        servlet.setLoadOnStartup(1);
        context.addServletMapping("/webhooks/*", "webhooks");
        tomcat.start();
    }

    static HmacVerifier verifier(SignatureEncoding accepted) {
        return new HmacVerifier(
                HmacAlgorithm.SHA256,
                List.of(new SigningSecret("current", SECRET), new SigningSecret("previous", PREVIOUS)),
                accepted);
    }

    static Endpoint endpoint(
            @Nullable HmacVerifier verifier, byte @Nullable [] apiKey, WorkflowStates states, int unreadableAnswer) {
        return new Endpoint("sitecapture", verifier, apiKey, states, Duration.ofSeconds(120), unreadableAnswer);
    }

    private static void addFilter(Context context, String name, Filter filter) {
        FilterDef definition = new FilterDef();
        definition.setFilterName(name);
        definition.setFilter(filter);
        definition.setAsyncSupported("true");
        context.addFilterDef(definition);
        FilterMap map = new FilterMap();
        map.setFilterName(name);
        map.addURLPattern("/webhooks/*");
        map.setDispatcher("REQUEST");
        map.setDispatcher("ASYNC");
        context.addFilterMap(map);
    }

    int port() {
        return tomcat.getConnector().getLocalPort();
    }

    int busyThreads() {
        return ((org.apache.tomcat.util.threads.ThreadPoolExecutor)
                        tomcat.getConnector().getProtocolHandler().getExecutor())
                .getActiveCount();
    }

    HttpConnection connect() throws IOException {
        return new HttpConnection(port());
    }

    /** Sends one request on a new connection. */
    HttpConnection.Answer send(byte[] request) throws IOException {
        try (HttpConnection connection = connect()) {
            connection.send(request);
            return connection.answer();
        }
    }

    /** Posts a rightly signed body with these further header lines. */
    HttpConnection.Answer post(byte[] body, String... headers) throws IOException {
        return send(request(PATH, body, withSignature(body, headers)));
    }

    static String[] withSignature(byte[] body, String... headers) {
        String[] all = java.util.Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = "x-hmac-hash: " + SIGNER.hex(body);
        return all;
    }

    /** A POST with Content-Length and just these further header lines. */
    static byte[] request(String path, byte[] body, String... headers) {
        String head = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + body.length + "\r\n"
                + (headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n") + "\r\n";
        byte[] start = head.getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = java.util.Arrays.copyOf(start, start.length + body.length);
        System.arraycopy(body, 0, all, start.length, body.length);
        return all;
    }

    @Override
    public void close() throws LifecycleException, IOException {
        tomcat.stop();
        tomcat.destroy();
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
