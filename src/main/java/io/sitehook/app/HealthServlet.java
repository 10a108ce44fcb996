package io.sitehook.app;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * For load balancers and monitors: {@code /health/live} says that the process answers, {@code /health/ready} whether
 * posts are taken and can be stored.
 */
final class HealthServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    /** Whether posts can be stored. */
    interface Readiness {
        /** Why not, in a few words; null if they can. */
        @Nullable
        String notReady();
    }

    private final transient Readiness readiness;

    HealthServlet(Readiness readiness) {
        this.readiness = readiness;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String reason = request.getServletPath().endsWith("/live") ? null : readiness.notReady();
        JsonObjectBuilder answer = Json.createObjectBuilder().add("status", reason == null ? "up" : "down");
        if (reason != null) {
            answer.add("reason", reason);
            response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        }
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-store");
        response.getOutputStream().write(answer.build().toString().getBytes(StandardCharsets.UTF_8));
    }
}
