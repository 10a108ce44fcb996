package io.sitehook.receive;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * An answer that is not 2xx: application/problem+json of at most 200 bytes which tells the caller what to do and nothing
 * about us. Immutable.
 */
final class Refusal {
    static final int LONGEST_BODY = 200;

    private static final String CONTENT_TYPE = "application/problem+json";
    private static final Map<String, String> CLOSE = Map.of("Connection", "close");
    private static final Map<String, String> LATER = Map.of("Retry-After", "60");

    static final Refusal INCOMPLETE =
            of("incomplete", 400, "Bad Request", "The body ended before it was complete.", CLOSE);
    static final Refusal UNAUTHORIZED = of(
            "unauthorized",
            401,
            "Unauthorized",
            "The post is not signed as this webhook requires.",
            Map.of("WWW-Authenticate", "SiteCapture-HMAC"));
    static final Refusal NOT_FOUND = of("not-found", 404, "Not Found", "There is no such webhook.", Map.of());
    static final Refusal METHOD =
            of("method", 405, "Method Not Allowed", "Only POST is taken here.", Map.of("Allow", "POST"));
    static final Refusal TIMEOUT = of("timeout", 408, "Request Timeout", "The body did not come in time.", CLOSE);
    static final Refusal TOO_LARGE = of("too-large", 413, "Content Too Large", "The body is too long.", CLOSE);
    static final Refusal ENCODED = of(
            "encoded",
            415,
            "Unsupported Media Type",
            "Send the body without Content-Encoding.",
            Map.of("Accept-Encoding", "identity"));
    static final Refusal TOO_MANY_FAILURES =
            of("too-many-failures", 429, "Too Many Requests", "Too many posts with a wrong signature.", LATER);
    static final Refusal BUG = of("bug", 500, "Internal Server Error", "An error on our side. It is logged.", Map.of());
    static final Refusal UNAVAILABLE =
            of("unavailable", 503, "Service Unavailable", "Nothing was accepted. Send it again later.", LATER);

    private final String reason;
    private final int status;
    private final byte[] body;
    private final Map<String, String> headers;

    private Refusal(String reason, int status, byte[] body, Map<String, String> headers) {
        this.reason = reason;
        this.status = status;
        this.body = body;
        this.headers = headers;
    }

    private static Refusal of(String reason, int status, String title, String detail, Map<String, String> headers) {
        return new Refusal(reason, status, body(status, title, detail), headers);
    }

    /** For a connection that wants 400 for what can't be read; the reason is cut so that the answer stays tiny. */
    static Refusal unreadable(String reason) {
        for (int length = Math.min(reason.length(), LONGEST_BODY); ; length--) {
            String detail = length == reason.length() ? reason : reason.substring(0, length) + "…";
            byte[] body = body(400, "Unreadable", detail);
            if (body.length <= LONGEST_BODY) {
                return new Refusal("unreadable", 400, body, Map.of());
            }
        }
    }

    private static byte[] body(int status, String title, String detail) {
        String json = "{\"type\":\"about:blank\",\"title\":" + JsonText.quote(title) + ",\"status\":" + status
                + ",\"detail\":" + JsonText.quote(detail) + "}";
        return json.getBytes(StandardCharsets.UTF_8);
    }

    /** All reasons that {@link #reason()} can give, but for what is stored nevertheless. */
    static List<String> reasons() {
        return List.of(
                INCOMPLETE.reason,
                UNAUTHORIZED.reason,
                NOT_FOUND.reason,
                METHOD.reason,
                TIMEOUT.reason,
                TOO_LARGE.reason,
                ENCODED.reason,
                TOO_MANY_FAILURES.reason,
                BUG.reason,
                UNAVAILABLE.reason);
    }

    /** Why, in a word for machines. */
    String reason() {
        return reason;
    }

    /** Whether the connection is closed, so that a body still on its way need not be waited for. */
    boolean closes() {
        return headers.containsKey("Connection");
    }

    /** Writes the answer, unless another was begun. */
    void write(HttpServletResponse response) throws IOException {
        if (response.isCommitted()) {
            return;
        }
        response.resetBuffer();
        response.setStatus(status);
        headers.forEach(response::setHeader);
        response.setContentType(CONTENT_TYPE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    Response toResponse() {
        Response.ResponseBuilder response =
                Response.status(status).type(CONTENT_TYPE).entity(body);
        headers.forEach(response::header);
        return response.build();
    }
}
