package io.sitehook.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Who gets into the admin page, over real HTTP, from the WAR as it was built. The tests share one server. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("wide")
class AdminAccessIT {
    static final List<String> METHODS = List.of(
            "GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "FOO", "get");
    static final List<String> PATHS = List.of(
            "/admin",
            "/admin/",
            "/admin/api",
            "/admin/api/session",
            "/admin/api/connections",
            "/admin/api/rejections",
            "/admin/api/connections;x=1",
            "/admin;x/api/session",
            "/;x/admin/api/session",
            "//admin/api/session",
            "/./admin/api/session",
            "/%2e/admin/api/session",
            "/login/../admin/api/session",
            "/login/%2e%2e/admin/api/session",
            "/webhooks/../admin/api/session",
            "/admin/./api/session",
            "/admin//api/session",
            "/admin/api/session/",
            "/%61dmin/api/session",
            "/admin/api%2fsession",
            "/admin/%61pi/session",
            "/ADMIN/api/session",
            "/admin/j_security_check",
            "/j_security_check",
            "/admin/api/session?x=/login",
            "/admin/index.html",
            "/health/..;/admin/api/session");
    private static final String PASSWORD = "a long phrase of my own 7";

    @TempDir
    static Path directory;

    private static WarProcess server;
    private static String url;
    private static Path home;
    private static AdminClient admin;
    private static String oneTime;

    @BeforeAll
    static void serve() throws Exception {
        home = directory.resolve("home");
        // Passwords are hashed slowly, on purpose, and by the second compiler in a third of the time.
        server = WarProcess.start(
                directory, List.of("-XX:TieredStopAtLevel=4"), "serve", "--port", "0", "--home", home.toString());
        url = server.readyUrl();
        oneTime = server.oneTimePassword();
        admin = new AdminClient(url);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** A raw request, since the JDK's client mends paths. Gives status and body. */
    static String raw(String url, String method, String path, String... headers) throws IOException {
        URI uri = URI.create(url);
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.setSoTimeout(30_000);
            String head = method + " " + uri.getPath() + path + " HTTP/1.1\r\nHost: " + uri.getAuthority()
                    + "\r\nConnection: close\r\nContent-Length: 0\r\n"
                    + (headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n") + "\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            try {
                socket.getInputStream().transferTo(answer);
            } catch (java.net.SocketException e) {
                // closed with a reset, after the answer
            }
            return answer.toString(StandardCharsets.UTF_8);
        }
    }

    /** What was answered with data, or not refused as it should be. */
    static List<String> leaks(String url, String... headers) throws IOException {
        List<String> leaks = new ArrayList<>();
        for (String path : PATHS) {
            for (String method : METHODS) {
                String answer = raw(url, method, path, headers);
                int status = Integer.parseInt(answer.split(" ", 3)[1]);
                boolean refused = status == 400
                        || status == 401
                        || status == 403
                        || status == 404
                        || status == 405
                        || status == 501
                        || (status == 302 && path.equals("/admin"));
                // Outside of the page, the container's own servlet for files names the methods it takes.
                refused |= method.equals("OPTIONS")
                        && answer.contains("Content-Length: 0")
                        && (path.startsWith("/ADMIN") || path.equals("/j_security_check"));
                if (!refused || answer.contains("\"csrf\"") || answer.contains("\"connections\"")) {
                    leaks.add(method + " " + path + ": "
                            + answer.lines().findFirst().orElse(""));
                }
            }
        }
        return leaks;
    }

    @Test
    @Order(1)
    void nobodyGetsInWithoutALoginWhateverPathAndMethod() throws Exception {
        assertThat(leaks(url)).isEmpty();
        assertThat(leaks(url, "Authorization: Basic YWRtaW46YWRtaW4=", "X-HTTP-Method-Override: GET"))
                .isEmpty();
        HttpResponse<String> api = admin.get("/admin/api/session");
        assertThat(api.statusCode()).isEqualTo(401);
        assertThat(api.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(api.headers().firstValue("Set-Cookie"))
                .as("no session for anybody")
                .isEmpty();
        HttpResponse<String> page = admin.get("/admin/");
        assertThat(page.statusCode()).isEqualTo(401);
        assertThat(page.body()).contains("<form method=\"post\" action=\"/sitehook/login\"");
    }

    @Test
    @Order(2)
    void commonPasswordsOpenNothingAndThePageSaysHowToGetAUser() throws Exception {
        assertThat(admin.get("/login").body()).contains("admin-password");
        AdminClient guesser = new AdminClient(url);
        List<Integer> answers = new ArrayList<>();
        for (String user : List.of("tomcat", "root")) {
            for (String password : List.of("", user, "changeit")) {
                answers.add(guesser.login(user, password).statusCode());
            }
        }
        assertThat(answers).containsOnly(401);
        assertThat(guesser.get("/admin/api/session").statusCode()).isEqualTo(401);
    }

    @Test
    @Order(3)
    void theOneTimePasswordMustBeChangedBeforeAnythingElse() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("admin-users.properties"))))
                .isEqualTo("rw-------");
        assertThat(Files.readString(home.resolve("admin-users.properties"))).doesNotContain(oneTime);
        admin.get("/login");
        String planted = "JSESSIONID=PLANTEDPLANTEDPLANTED";
        admin.cookie = planted;
        HttpResponse<String> login = admin.login("admin", oneTime);
        assertThat(login.statusCode()).isEqualTo(303);
        assertThat(login.headers().firstValue("Location")).hasValue("/sitehook/admin/");
        assertThat(login.headers().firstValue("Set-Cookie"))
                .hasValueSatisfying(cookie -> assertThat(cookie)
                        .contains("HttpOnly", "SameSite=Strict", "Path=/sitehook")
                        .doesNotContain("PLANTED"));
        assertThat(admin.get("/admin/api/session").body()).contains("\"passwordMustChange\":true");
        assertThat(admin.get("/admin/api/connections").statusCode()).isEqualTo(403);
        HttpResponse<String> page = admin.get("/admin/");
        assertThat(page.statusCode()).isEqualTo(303);
        assertThat(page.headers().firstValue("Location")).hasValue("/sitehook/login/password");

        AdminClient other = new AdminClient(url);
        other.login("admin", oneTime);
        String form = admin.get("/login/password").body();
        String token = form.replaceFirst("(?s).*name=\"token\" value=\"([^\"]+)\".*", "$1");
        assertThat(admin.form(
                                "/login/password",
                                Map.of("token", "wrong", "current", oneTime, "next", PASSWORD, "again", PASSWORD))
                        .statusCode())
                .isEqualTo(403);
        assertThat(admin.form(
                                "/login/password",
                                Map.of("token", token, "current", oneTime, "next", "short", "again", "short"))
                        .body())
                .contains("12 characters");
        String old = admin.cookie;
        assertThat(admin.form(
                                "/login/password",
                                Map.of("token", token, "current", oneTime, "next", PASSWORD, "again", PASSWORD))
                        .statusCode())
                .isEqualTo(303);
        assertThat(admin.cookie).isNotEqualTo(old);
        admin.readToken();
        assertThat(admin.get("/admin/api/connections").statusCode()).isEqualTo(200);
        assertThat(other.get("/admin/api/session").statusCode())
                .as("the other session of the user has ended")
                .isEqualTo(401);
        AdminClient late = new AdminClient(url);
        late.cookie = old;
        assertThat(late.get("/admin/api/session").statusCode()).isEqualTo(401);
        assertThat(server.errors()).doesNotContain(oneTime, PASSWORD);
    }

    @Test
    @Order(4)
    void forgedChangesAreRefused() throws Exception {
        Map<String, String[]> attacks = new TreeMap<>();
        attacks.put("no token", new String[] {"Content-Type", "application/json"});
        attacks.put("wrong token", new String[] {"X-CSRF-Token", "x".repeat(43)});
        attacks.put("null origin", new String[] {"X-CSRF-Token", admin.token, "Origin", "null"});
        attacks.put("other origin", new String[] {"X-CSRF-Token", admin.token, "Origin", "https://evil.example"});
        attacks.put("other port", new String[] {"X-CSRF-Token", admin.token, "Origin", "http://127.0.0.1:1"});
        attacks.put("cross-site", new String[] {"X-CSRF-Token", admin.token, "Sec-Fetch-Site", "cross-site"});
        attacks.put("same-site", new String[] {"X-CSRF-Token", admin.token, "Sec-Fetch-Site", "same-site"});
        attacks.put("a form", new String[] {"Content-Type", "application/x-www-form-urlencoded"});
        attacks.put("text", new String[] {"Content-Type", "text/plain"});
        String made = "{\"name\":\"forged\",\"hmacSecret\":\"a secret that nobody knows 123\"}";
        attacks.forEach((name, headers) -> {
            try {
                assertThat(admin.send("POST", "/admin/api/connections", made, headers)
                                .statusCode())
                        .as(name)
                        .isEqualTo(403);
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(name, e);
            }
        });
        assertThat(admin.get("/admin/api/session", "Sec-Fetch-Site", "cross-site")
                        .statusCode())
                .isEqualTo(403);
        assertThat(new AdminClient(url)
                        .form("/login", Map.of("user", "admin", "password", PASSWORD), "Sec-Fetch-Site", "cross-site")
                        .statusCode())
                .as("a login that another site sends")
                .isEqualTo(403);
        assertThat(admin.get("/admin/api/connections").body()).doesNotContain("forged");
        // Negative control: the same call is good if it is not forged.
        assertThat(admin.send(
                                "POST",
                                "/admin/api/connections",
                                made,
                                "Content-Type",
                                "application/json",
                                "X-CSRF-Token",
                                admin.token,
                                "Origin",
                                url.replace("/sitehook", ""),
                                "Sec-Fetch-Site",
                                "same-origin")
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    @Order(5)
    void everyAnswerCarriesTheHeaders() throws Exception {
        for (HttpResponse<String> answer : List.of(
                admin.get("/admin/api/session"),
                admin.get("/admin/api/none"),
                new AdminClient(url).get("/admin/api/session"),
                new AdminClient(url).get("/admin/"),
                admin.get("/login/login.css"),
                new AdminClient(url).get("/login"))) {
            String what = answer.uri() + " " + answer.statusCode();
            assertThat(answer.headers().firstValue("Content-Security-Policy"))
                    .as(what)
                    .hasValueSatisfying(
                            policy -> assertThat(policy).contains("default-src 'none'", "frame-ancestors 'none'"));
            assertThat(answer.headers().firstValue("X-Content-Type-Options"))
                    .as(what)
                    .hasValue("nosniff");
            assertThat(answer.headers().firstValue("Cache-Control")).as(what).hasValue("no-store");
            assertThat(answer.headers().firstValue("Referrer-Policy")).as(what).hasValue("same-origin");
            assertThat(answer.headers().firstValue("Cross-Origin-Opener-Policy"))
                    .as(what)
                    .hasValue("same-origin");
            assertThat(answer.headers().firstValue("Server")).as(what).isEmpty();
            assertThat(answer.body()).as(what).doesNotContain("Tomcat/", "Exception", "\tat ");
        }
    }

    @Test
    @Order(6)
    void aLoginLeadsNowhereElse() throws Exception {
        for (String target : List.of(
                "//evil.example",
                "https://evil.example/",
                "/\\evil.example",
                "\\\\evil.example",
                "/%2f%2fevil.example",
                "/sitehook/admin/..//evil.example",
                "/sitehook/admin/\r\nLocation: https://evil.example",
                "/sitehook/admin//evil.example",
                "javascript:alert(1)",
                "/sitehook/login")) {
            HttpResponse<String> answer = new AdminClient(url)
                    .form("/login", Map.of("user", "admin", "password", PASSWORD, "target", target));
            assertThat(answer.statusCode()).as(target).isEqualTo(303);
            assertThat(answer.headers().firstValue("Location")).as(target).hasValue("/sitehook/admin/");
        }
        String answer = raw(url, "GET", "/admin/x.html", "X-Forwarded-Host: evil.example");
        assertThat(answer).doesNotContain("evil.example");
        assertThat(new AdminClient(url)
                        .form(
                                "/login",
                                Map.of("user", "admin", "password", PASSWORD, "target", "/sitehook/admin/index.html"))
                        .headers()
                        .firstValue("Location"))
                .as("negative control")
                .hasValue("/sitehook/admin/index.html");
        assertThat(new AdminClient(url)
                        .form("/login?user=admin&password=x", Map.of("x", "y"))
                        .statusCode())
                .as("no password in a URL")
                .isEqualTo(403);
    }

    @Test
    @Order(7)
    void aProxyThatNobodyToldOfLetsNobodyIn() throws Exception {
        assertThat(admin.get("/admin/api/session", "X-Forwarded-For", "127.0.0.1")
                        .statusCode())
                .isEqualTo(403);
        assertThat(new AdminClient(url)
                        .get("/login", "Forwarded", "for=127.0.0.1")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    @Order(8)
    void aViewerSeesAndChangesNothing() throws Exception {
        WarProcess.Result made = WarProcess.run(
                directory, "admin-password", "--home", home.toString(), "--user", "vera", "--role", "viewer");
        assertThat(made.code()).as(made.err()).isZero();
        String first = made.out().replaceFirst("(?s).*One-time password: (\\S+).*", "$1");
        AdminClient viewer = new AdminClient(url);
        viewer.loginFirst("vera", first, "the phrase of vera, not mine");
        assertThat(viewer.get("/admin/api/connections").statusCode()).isEqualTo(200);
        assertThat(viewer.get("/admin/api/session").body()).contains("\"admin\":false", "\"user\":\"vera\"");
        for (String call : List.of(
                "POST connections",
                "PUT connections/forged",
                "POST connections/forged/pause",
                "POST connections/forged/rotate",
                "POST connections/forged/deactivate")) {
            String[] parts = call.split(" ");
            assertThat(viewer.change(parts[0], "/admin/api/" + parts[1], "{}").statusCode())
                    .as(call)
                    .isEqualTo(403);
        }
        assertThat(viewer.change("POST", "/admin/api/session/logout", "").statusCode())
                .isEqualTo(204);
        assertThat(viewer.get("/admin/api/session").statusCode()).isEqualTo(401);
    }

    @Test
    @Order(9)
    void anEndedSessionStaysEnded() throws Exception {
        AdminClient user = new AdminClient(url);
        user.login("admin", PASSWORD);
        user.readToken();
        String cookie = user.cookie;
        assertThat(user.change("POST", "/admin/api/session/logout", "").statusCode())
                .isEqualTo(204);
        AdminClient late = new AdminClient(url);
        late.cookie = cookie;
        assertThat(late.get("/admin/api/session").statusCode()).isEqualTo(401);
        String id = cookie.replace("JSESSIONID=", "");
        assertThat(raw(url, "GET", "/admin/api/session;jsessionid=" + admin.cookie.replace("JSESSIONID=", "")))
                .as("no id in a URL")
                .startsWith("HTTP/1.1 401")
                .doesNotContain(id);
        // Who gets a new password from the command line loses the sessions of the old one.
        AdminClient reset = new AdminClient(url);
        reset.login("admin", PASSWORD);
        assertThat(reset.get("/admin/api/session").statusCode()).isEqualTo(200);
        WarProcess.Result made = WarProcess.run(directory, "admin-password", "--home", home.toString());
        assertThat(reset.get("/admin/api/session").statusCode()).isEqualTo(401);
        admin.loginFirst(
                "admin", made.out().replaceFirst("(?s).*One-time password: (\\S+).*", "$1"), PASSWORD + " again");
    }

    @Test
    @Order(10)
    void guessingIsStoppedAfterFiveTriesAndTellsNothing() throws Exception {
        List<HttpResponse<String>> answers = new ArrayList<>();
        List<Long> known = new ArrayList<>();
        List<Long> unknown = new ArrayList<>();
        for (String user : List.of("admin", "ADMIN", "Admin ", "adMin", "admin", "admin")) {
            long start = System.nanoTime();
            answers.add(new AdminClient(url).login(user, "guess"));
            known.add(System.nanoTime() - start);
        }
        for (int i = 0; i < 5; i++) {
            long start = System.nanoTime();
            answers.add(new AdminClient(url).login("nobody", "guess"));
            unknown.add(System.nanoTime() - start);
        }
        assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(401);
        assertThat(answers.stream().map(HttpResponse::body).distinct()).hasSize(1);
        assertThat(new AdminClient(url).login("admin", PASSWORD + " again").statusCode())
                .as("locked out, also with the right password")
                .isEqualTo(401);
        assertThat(known).allMatch(nanos -> nanos >= 600_000_000L);
        assertThat(unknown).allMatch(nanos -> nanos >= 600_000_000L);
        assertThat(admin.get("/admin/api/session").statusCode())
                .as("who is in stays in")
                .isEqualTo(200);
    }

    @Test
    @Order(11)
    void everyLoginAndEveryFailureIsInTheAuditTrail() throws Exception {
        ServedHome.await("the trail is written", () -> trail().stream().anyMatch(row -> row.contains("nobody")));
        assertThat(trail())
                .anyMatch(row -> row.startsWith("admin login "))
                .anyMatch(row -> row.startsWith("admin login-failed "))
                .anyMatch(row -> row.startsWith("admin logout "))
                .anyMatch(row -> row.startsWith("admin password-changed "))
                .anyMatch(row -> row.startsWith("vera login "))
                .anyMatch(row -> row.startsWith("vera logout "))
                .anyMatch(row -> row.startsWith("admin connection-create forged"))
                .anyMatch(row -> row.startsWith("nobody login-failed "))
                .allMatch(row -> row.endsWith(" 127.0.0.1"));
        assertThat(trail().stream().filter(row -> row.startsWith("nobody login-failed")))
                .as("one row for each try")
                .hasSize(5);
        assertThat(server.errors()).contains("admin: admin from 127.0.0.1: login");
    }

    private static List<String> trail() throws Exception {
        List<String> rows = new ArrayList<>();
        try (java.sql.Connection connection =
                        java.sql.DriverManager.getConnection("jdbc:sqlite:" + home.resolve("sitehook.db"));
                java.sql.Statement statement = connection.createStatement();
                java.sql.ResultSet row =
                        statement.executeQuery("SELECT user, action, target, remote_address FROM audit ORDER BY id")) {
            while (row.next()) {
                rows.add(row.getString(1) + " " + row.getString(2) + " " + row.getString(3) + " " + row.getString(4));
            }
        }
        return rows;
    }
}
