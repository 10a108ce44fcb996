package io.sitehook.admin;

import io.sitehook.spi.WorkflowStates;
import io.sitehook.store.Incoming;
import io.sitehook.store.sql.OpenStore;
import io.sitehook.testing.MutableClock;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Principal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.glassfish.jersey.servlet.ServletContainer;

/** The API in a real Tomcat, over a real store and whatever handlers a test says. Everybody is the user {@code ada}. */
final class AdminServer implements AutoCloseable {
    final MutableClock clock = new MutableClock();
    final OpenStore store;
    final List<Connections.Known> connections =
            new ArrayList<>(List.of(new Connections.Known("sitecapture", "active", "file", true, null)));
    final FakeHandlers handlers = new FakeHandlers(clock);
    final Jobs jobs;
    final Live live;
    private final Tomcat tomcat = new Tomcat();
    private final HttpClient client = HttpClient.newHttpClient();

    AdminServer(Path directory) throws IOException, LifecycleException {
        store = new OpenStore(Files.createDirectory(directory.resolve("home")), clock);
        FakeAdminStore adminStore = new FakeAdminStore(store.store());
        StatusReport report = new StatusReport(
                adminStore,
                () -> connections,
                handlers,
                () -> new Acknowledgements.Audit(0, 0, clock.instant()),
                clock);
        jobs = new Jobs(adminStore, clock);
        live = new Live(adminStore, report);
        AdminParts parts = new AdminParts(
                adminStore,
                () -> connections,
                handlers,
                new FakeSurroundings(clock),
                report,
                AdminServer::read,
                (connection, base) -> new Probe.Outcome(
                        true, "e1", List.of(new Probe.Step("http", true, 1, connection + " at " + base))),
                jobs);
        tomcat.setBaseDir(directory.toString());
        Connector connector = new Connector();
        connector.setPort(0);
        connector.setProperty("address", "127.0.0.1");
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("/sitehook", directory.toString());
        principal(context);
        Wrapper servlet = Tomcat.addServlet(context, "admin-api", new ServletContainer(new AdminApplication(parts)));
        servlet.setAsyncSupported(true);
        servlet.setLoadOnStartup(1);
        context.addServletMapping("/admin/api/*", "admin-api");
        Tomcat.addServlet(context, "admin-live", live).setAsyncSupported(true);
        context.addServletMapping("/admin/api/live", "admin-live");
        tomcat.start();
    }

    /** Readable is what begins like an object. */
    private static BodyReader.Read read(String connection, byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        return new BodyReader.Read(
                text.startsWith("{\"project_id\"")
                        ? new Incoming.Parsed("77", "status_change", "Repaired", "COMPLETE")
                        : new Incoming.Unreadable("it is not JSON"),
                body);
    }

    private static void principal(Context context) {
        Principal ada = () -> "ada";
        Filter filter = (request, response, chain) -> chain.doFilter(
                new HttpServletRequestWrapper((HttpServletRequest) request) {
                    @Override
                    public Principal getUserPrincipal() {
                        return ada;
                    }
                },
                response);
        FilterDef definition = new FilterDef();
        definition.setFilterName("principal");
        definition.setFilter(filter);
        definition.setAsyncSupported("true");
        context.addFilterDef(definition);
        FilterMap map = new FilterMap();
        map.setFilterName("principal");
        map.addURLPattern("/*");
        context.addFilterMap(map);
    }

    void handler(String name, WorkflowStates states) {
        handlers.add(name, states);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(
                        "http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + "/sitehook/admin/api/" + path))
                .timeout(Duration.ofSeconds(30));
    }

    HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    HttpResponse<String> get(String path) {
        return send(request(path).build());
    }

    /** The answer to a call that must succeed. */
    JsonObject json(String path) {
        return json(get(path), 200);
    }

    HttpResponse<String> post(String path, String body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    static JsonObject json(HttpResponse<String> answer, int status) {
        if (answer.statusCode() != status) {
            throw new AssertionError("answered " + answer.statusCode() + " " + answer.body());
        }
        try (JsonReader reader = Json.createReader(new StringReader(answer.body()))) {
            return reader.readObject();
        }
    }

    @Override
    public void close() throws LifecycleException {
        live.close();
        jobs.close();
        tomcat.stop();
        tomcat.destroy();
        store.close();
    }
}
