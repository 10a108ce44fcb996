package io.sitehook.standalone;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** A browser at the admin page: keeps one cookie, follows no redirect, and sends what it is told to. */
public final class AdminClient {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String url;
    public String cookie = "";
    public String token = "";

    public AdminClient(String url) {
        this.url = url;
    }

    public HttpResponse<String> send(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(60))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie);
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        answer.headers().allValues("Set-Cookie").stream()
                .map(set -> set.replaceFirst(";.*", ""))
                .filter(set -> set.startsWith("JSESSIONID="))
                .forEach(set -> cookie = set);
        return answer;
    }

    public HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return send("GET", path, "", headers);
    }

    /** A call that changes something, as the page makes it. */
    public HttpResponse<String> change(String method, String path, String json)
            throws IOException, InterruptedException {
        return send(method, path, json, "Content-Type", "application/json", "X-CSRF-Token", token);
    }

    public HttpResponse<String> form(String path, Map<String, String> fields, String... headers)
            throws IOException, InterruptedException {
        String body = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        String[] all = java.util.Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Content-Type";
        all[headers.length + 1] = "application/x-www-form-urlencoded";
        return send("POST", path, body, all);
    }

    public HttpResponse<String> login(String user, String password) throws IOException, InterruptedException {
        return form("/login", Map.of("user", user, "password", password));
    }

    /** Logs in with a one-time password, chooses another, and reads the session's token. */
    public void loginFirst(String user, String oneTime, String password) throws IOException, InterruptedException {
        expect(303, login(user, oneTime));
        String page = get("/login/password").body();
        String formToken = page.replaceFirst("(?s).*name=\"token\" value=\"([^\"]+)\".*", "$1");
        expect(
                303,
                form(
                        "/login/password",
                        Map.of("token", formToken, "current", oneTime, "next", password, "again", password)));
        readToken();
    }

    public void readToken() throws IOException, InterruptedException {
        HttpResponse<String> session = get("/admin/api/session");
        expect(200, session);
        token = session.body().replaceFirst("(?s).*\"csrf\":\"([^\"]+)\".*", "$1");
    }

    private static void expect(int status, HttpResponse<String> answer) {
        if (answer.statusCode() != status) {
            throw new AssertionError(answer.statusCode() + " instead of " + status + ": " + answer.body());
        }
    }
}
