package io.sitehook.bench;

import io.sitehook.receive.BodyLimits;
import io.sitehook.receive.Endpoint;
import io.sitehook.receive.Rejections;
import io.sitehook.receive.SignatureFilter;
import io.sitehook.receive.WebhookApplication;
import io.sitehook.receive.WebhookServlet;
import io.sitehook.spi.WorkflowStates;
import io.sitehook.standalone.HttpConnector;
import io.sitehook.store.Receipt;
import io.sitehook.verify.HmacAlgorithm;
import io.sitehook.verify.HmacVerifier;
import io.sitehook.verify.SignatureEncoding;
import io.sitehook.verify.SigningSecret;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.glassfish.jersey.CommonProperties;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;
import org.glassfish.jersey.servlet.ServletContainer;

/**
 * What could be reached at most: Tomcat with the connector of {@code java -jar sitehook.war}, and behind it an empty
 * servlet, an empty Jersey resource, and Sitehook's own receiving side over an inbox that stores nothing.
 */
final class CeilingServer {
    static final String EMPTY = "/empty";
    static final String JERSEY = "/jersey";
    static final String NO_STORE = "/sitehook/webhooks/bench";

    private static final byte[] ANSWER = "{\"event\":\"01939d2e-0000-7000-8000-000000000001\",\"result\":\"stored\"}"
            .getBytes(StandardCharsets.UTF_8);

    private CeilingServer() {}

    /** Serves on a free port, which it prints; the argument is a directory for Tomcat. */
    public static void main(String[] args) throws Exception {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(args[0]);
        Connector connector = HttpConnector.at("127.0.0.1", 0);
        tomcat.setConnector(connector);
        Context root = tomcat.addContext("", Path.of(args[0]).toString());
        serve(root, EMPTY, new EmptyServlet());
        serve(root, JERSEY + "/*", new ServletContainer(jersey()));
        Context sitehook = tomcat.addContext("/sitehook", Path.of(args[0]).toString());
        Rejections rejections = new Rejections(System::nanoTime, 60, post -> {});
        filter(sitehook, new SignatureFilter(name -> endpoint(), () -> true, rejections, BodyLimits.DEFAULT));
        serve(
                sitehook,
                "/webhooks/*",
                new WebhookServlet(new WebhookApplication(
                        incoming -> CompletableFuture.completedFuture(
                                new Receipt("01939d2e-0000-7000-8000-000000000001", Receipt.Result.STORED)),
                        rejections)));
        tomcat.start();
        System.out.println("port " + connector.getLocalPort());
        new CountDownLatch(1).await();
    }

    private static final Endpoint ENDPOINT = new Endpoint(
            "bench",
            new HmacVerifier(
                    HmacAlgorithm.SHA256,
                    List.of(new SigningSecret("current", Posts.SECRET.getBytes(StandardCharsets.UTF_8))),
                    SignatureEncoding.ANY),
            null,
            WorkflowStates.all(),
            Duration.ZERO,
            200);

    private static Endpoint endpoint() {
        return ENDPOINT;
    }

    private static void serve(Context context, String pattern, Servlet servlet) {
        Wrapper wrapper = Tomcat.addServlet(context, pattern, servlet);
        wrapper.setAsyncSupported(true);
        wrapper.setLoadOnStartup(1);
        wrapper.addMapping(pattern);
    }

    private static void filter(Context context, SignatureFilter filter) {
        FilterDef definition = new FilterDef();
        definition.setFilterName("signature");
        definition.setFilter(filter);
        definition.setAsyncSupported("true");
        context.addFilterDef(definition);
        FilterMap map = new FilterMap();
        map.setFilterName("signature");
        map.addURLPattern("/webhooks/*");
        map.setDispatcher("REQUEST");
        map.setDispatcher("ASYNC");
        context.addFilterMap(map);
    }

    /** With the same left out as in {@link WebhookApplication}. */
    private static ResourceConfig jersey() {
        ResourceConfig config = new ResourceConfig(Constant.class);
        config.addProperties(Map.of(
                ServerProperties.WADL_FEATURE_DISABLE, true,
                CommonProperties.FEATURE_AUTO_DISCOVERY_DISABLE, true,
                CommonProperties.METAINF_SERVICES_LOOKUP_DISABLE, true,
                CommonProperties.PROVIDER_DEFAULT_DISABLE, "ALL"));
        return config;
    }

    /** Answers as a post is answered, and reads nothing. */
    private static final class EmptyServlet extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setContentType("application/json");
            response.setContentLength(ANSWER.length);
            response.getOutputStream().write(ANSWER);
        }
    }

    /** The same through Jersey. */
    @jakarta.ws.rs.Path("/")
    public static final class Constant {
        /** Answers. */
        @POST
        @Consumes(MediaType.WILDCARD)
        public Response post() {
            return Response.ok(ANSWER, MediaType.APPLICATION_JSON_TYPE).build();
        }
    }
}
