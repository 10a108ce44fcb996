package io.sitehook.admin;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Answers of the filters, in front of the API: {@code application/problem+json}. */
final class ProblemAnswer {
    static final String CONTENT_TYPE = "application/problem+json";

    private ProblemAnswer() {}

    static void write(HttpServletResponse response, int status, String title, String detail) throws IOException {
        JsonObject problem = Json.createObjectBuilder()
                .add("type", "about:blank")
                .add("title", title)
                .add("status", status)
                .add("detail", detail)
                .build();
        byte[] body = problem.toString().getBytes(StandardCharsets.UTF_8);
        response.resetBuffer();
        response.setStatus(status);
        response.setContentType(CONTENT_TYPE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
