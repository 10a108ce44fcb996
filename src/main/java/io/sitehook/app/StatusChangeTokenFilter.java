package io.sitehook.app;

import io.sitehook.config.BearerToken;
import io.sitehook.config.Secret;
import io.sitehook.relay.StatusChanges;
import io.sitehook.relay.StatusChanges.UnusableException;
import io.sitehook.store.Receipt;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Takes status changes from programs that know the token, wholly by itself: they have no session, and need none of the
 * locks for browsers. A request without a bearer token is left to what stands behind.
 */
final class StatusChangeTokenFilter implements Filter {
    /** Where it stands, in front of the admin page's guard. */
    static final String PATH = "/admin/api/status-changes";

    private static final long LONGEST_SECONDS = 10;

    private final StatusChanges changes;
    private final Supplier<Optional<Secret>> token;

    /** @param token the token as it is set now; while it is empty, none is right */
    StatusChangeTokenFilter(StatusChanges changes, Supplier<Optional<Secret>> token) {
        this.changes = changes;
        this.token = token;
    }

    @Override
    public void doFilter(ServletRequest servletRequest, ServletResponse servletResponse, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest request = (HttpServletRequest) servletRequest;
        HttpServletResponse response = (HttpServletResponse) servletResponse;
        BearerToken given = BearerToken.of(request.getHeader("Authorization"), token.get());
        if (given == BearerToken.NONE) {
            chain.doFilter(request, response);
        } else if (given == BearerToken.WRONG) {
            response.setHeader("WWW-Authenticate", "Bearer realm=\"sitehook\"");
            problem(response, 401, "Unauthorized", "The token is not the one that is set.");
        } else if (!request.getMethod().equals("POST")) {
            response.setHeader("Allow", "POST");
            problem(response, 405, "Method Not Allowed", "Status changes are put in by POST.");
        } else {
            put(request, response);
        }
    }

    private void put(HttpServletRequest request, HttpServletResponse response) throws IOException {
        byte[] body = request.getInputStream().readNBytes(StatusChanges.LONGEST + 1);
        String connection = Objects.requireNonNullElse(request.getParameter("connection"), StatusChanges.LOCAL);
        try {
            Receipt receipt = changes.put(body, connection, "put in by token", request.getRemoteAddr())
                    .get(LONGEST_SECONDS, TimeUnit.SECONDS);
            JsonObject answer = Json.createObjectBuilder()
                    .add("event", receipt.event())
                    .add("result", receipt.result().name().toLowerCase(Locale.ROOT))
                    .build();
            write(response, 200, "application/json", answer);
        } catch (UnusableException e) {
            problem(response, 400, "Bad Request", e.field() + ": " + e.getMessage());
        } catch (ExecutionException | TimeoutException e) {
            unavailable(response);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            unavailable(response);
        }
    }

    private static void unavailable(HttpServletResponse response) throws IOException {
        response.setHeader("Retry-After", "60");
        problem(response, 503, "Service Unavailable", "The store can't take it now. Send it again later.");
    }

    private static void problem(HttpServletResponse response, int status, String title, String detail)
            throws IOException {
        write(
                response,
                status,
                "application/problem+json",
                Json.createObjectBuilder()
                        .add("type", "about:blank")
                        .add("title", title)
                        .add("status", status)
                        .add("detail", detail)
                        .build());
    }

    private static void write(HttpServletResponse response, int status, String type, JsonObject json)
            throws IOException {
        response.setStatus(status);
        response.setContentType(type);
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.getOutputStream().write(json.toString().getBytes(StandardCharsets.UTF_8));
    }
}
