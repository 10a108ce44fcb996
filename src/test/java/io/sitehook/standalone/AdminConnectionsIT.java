package io.sitehook.standalone;

import static io.sitehook.standalone.ServedHome.await;
import static io.sitehook.standalone.ServedHome.body;
import static org.assertj.core.api.Assertions.assertThat;

import io.sitehook.verify.Signer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections made through the API, from the WAR: in force at once, kept over a restart, and no secret anywhere. */
@Tag("wide")
class AdminConnectionsIT {
    private static final String FIRST = "canary-91c2-the-first-secret-of-it";
    private static final String SECOND = "canary-5e07-the-second-secret-of-it";
    private static final String API_KEY = "canary-33aa-the-api-key-of-it";
    private static final String LOGIN = "canary-7b1e-the-login-of-the-rest-api";
    private static final String PASSWORD = "canary-d00f-a-password-of-the-admin";

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    Path directory;

    private int post(String url, String connection, String secret, String body, String... headers)
            throws IOException, InterruptedException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + "/webhooks/" + connection))
                .POST(HttpRequest.BodyPublishers.ofByteArray(bytes));
        if (headers.length == 0) {
            request.header("x-hmac-hash", new Signer(secret.getBytes(StandardCharsets.UTF_8)).hex(bytes));
        } else {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }

    private static String withKey(String project) {
        return body(project, "COMPLETE").replace("{", "{\"api_key\": \"" + API_KEY + "\", ");
    }

    @Test
    void aConnectionIsMadeRotatedPausedAndKeptAndItsRefusalsAreExplained() throws Exception {
        ServedHome served = new ServedHome(directory, "");
        AdminClient admin;
        Path logging = Files.writeString(
                directory.resolve("logging.properties"),
                "handlers=java.util.logging.ConsoleHandler\njava.util.logging.ConsoleHandler.level=ALL\n.level=FINE\n"
                        + "io.sitehook.level=ALL\norg.glassfish.jersey.level=ALL\norg.sqlite.level=ALL\n");
        try (WarProcess server = WarProcess.start(
                directory,
                List.of("-Djava.util.logging.config.file=" + logging),
                "serve",
                "--port",
                "0",
                "--home",
                served.home.toString())) {
            String url = server.readyUrl();
            admin = new AdminClient(url);
            admin.loginFirst("admin", server.oneTimePassword(), PASSWORD);
            badInputIsNamedAllAtOnce(admin);
            lifeOfAConnection(url, admin);
            clinic(url, admin);
            itsLoginAndSweep(admin);
            howLongItsEventsAreKept(admin);
            theFileWins(admin);
            server.terminate();
            WarProcess.Result result = server.result();
            assertThat(result.err()).as("negative control: all logging is on").contains("FINE");
            noSecretIn("what was printed", result.out() + result.err(), false);
        }
        try (WarProcess server = served.serve()) {
            String url = server.readyUrl();
            assertThat(post(url, "account", SECOND, withKey("9"))).isEqualTo(200);
            AdminClient again = new AdminClient(url);
            assertThat(again.login("admin", PASSWORD).statusCode()).isEqualTo(303);
            assertThat(again.get("/admin/api/connections/account").body())
                    .contains("\"lastForm\":\"hex\"", "\"hasApiKey\":true");
            server.kill();
        }
        noSecretInAnyFile(served.home);
        // Another key: nothing can be opened, nothing is taken unchecked, and the page says what to do.
        Files.writeString(served.home.resolve("encryption.key"), "00".repeat(32) + "\n");
        try (WarProcess server = served.serve()) {
            String url = server.readyUrl();
            assertThat(post(url, "account", SECOND, withKey("10"))).isEqualTo(503);
            assertThat(server.errors()).contains("can't be opened");
            AdminClient again = new AdminClient(url);
            again.login("admin", PASSWORD);
            again.readToken();
            assertThat(again.get("/admin/api/connections/account").body()).contains("set the secret again");
            assertThat(again.change("POST", "/admin/api/connections/account/pause", "{}")
                            .statusCode())
                    .isEqualTo(409);
            assertThat(again.change(
                                    "PUT",
                                    "/admin/api/connections/account",
                                    "{\"hmacSecret\":\"" + SECOND + "\",\"apiKey\":\"" + API_KEY
                                            + "\",\"restPassword\":\"" + LOGIN + "\"}")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(post(url, "account", SECOND, withKey("11"))).isEqualTo(200);
        }
    }

    private static void badInputIsNamedAllAtOnce(AdminClient admin) throws Exception {
        HttpResponse<String> bad = admin.change(
                "POST",
                "/admin/api/connections",
                "{\"name\":\"Not A Name\",\"hmacSecret\":\"changeme\",\"hmacAlgorithm\":\"md5\",\"states\":7,"
                        + "\"duplicateWindowSeconds\":9999,\"unreadableAnswer\":201,\"extra\":1}");
        assertThat(bad.statusCode()).isEqualTo(400);
        assertThat(bad.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(bad.body())
                .contains("name", "hmacSecret", "hmacAlgorithm", "states", "duplicateWindowSeconds", "extra")
                .contains("unreadableAnswer", "placeholder")
                .doesNotContain("changeme");
        assertThat(admin.change("POST", "/admin/api/connections", "[\"" + FIRST + "\"]")
                        .body())
                .contains("not a JSON object")
                .doesNotContain(FIRST);
    }

    private void lifeOfAConnection(String url, AdminClient admin) throws Exception {
        assertThat(post(url, "account", FIRST, withKey("1"))).isEqualTo(404);
        HttpResponse<String> made = admin.change(
                "POST",
                "/admin/api/connections",
                "{\"name\":\"account\",\"hmacSecret\":\"" + FIRST + "\",\"apiKey\":\"" + API_KEY + "\"}");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        assertThat(made.body()).contains("\"url\":\"" + url + "/webhooks/account\"", "\"source\":\"page\"");
        noSecretIn("the answer", made.body(), true);
        assertThat(post(url, "account", FIRST, withKey("1"))).as("at once").isEqualTo(200);
        assertThat(admin.change(
                                "POST",
                                "/admin/api/connections",
                                "{\"name\":\"account\",\"hmacSecret\":\"" + FIRST + "\"}")
                        .statusCode())
                .isEqualTo(409);

        call(admin, "POST", "account/rotate", "{\"hmacSecret\":\"" + SECOND + "\"}", 204);
        assertThat(post(url, "account", FIRST, withKey("2"))).as("overlap").isEqualTo(200);
        assertThat(post(url, "account", SECOND, withKey("3"))).isEqualTo(200);
        await(
                "the use of both is known",
                () -> admin.get("/admin/api/connections/account").body().split("\"lastForm\":\"hex\"", -1).length == 3);
        call(admin, "POST", "account/drop-previous", "{}", 204);
        assertThat(post(url, "account", FIRST, withKey("4"))).isEqualTo(401);

        call(admin, "POST", "account/pause", "{}", 204);
        assertThat(admin.get("/admin/api/connections/account").body()).contains("\"activity\":\"paused\"");
        call(admin, "POST", "account/pause", "{}", 409);
        call(admin, "POST", "account/resume", "{}", 204);
        call(admin, "POST", "account/deactivate", "{}", 204);
        assertThat(post(url, "account", SECOND, withKey("5"))).isEqualTo(404);
        call(admin, "POST", "account/activate", "{}", 204);
        call(admin, "PUT", "account", "{\"allStates\":false,\"states\":[\"COMPLETE\"],\"withoutState\":false}", 200);
        assertThat(admin.get("/admin/api/connections/account").body()).contains("\"states\":[\"COMPLETE\"]");
        call(admin, "PUT", "none", "{}", 404);
        assertThat(admin.get("/admin/api/connections/account/suggested-states").body())
                .contains("COMPLETE");
        assertThat(admin.get("/admin/api/connections?format=csv").body()).contains("account");
    }

    /** Nobody listens where it leads, so that the sweep fails, and says so with all logging on. */
    private static void itsLoginAndSweep(AdminClient admin) throws Exception {
        String access =
                "{\"restUser\":\"ann@example.net\",\"restUrl\":\"http://127.0.0.1:1\",\"restPassword\":\"" + LOGIN
                        + "\",\"apiKey\":\"" + API_KEY
                        + "\",\"sweepIntervalSeconds\":3600,\"sweepStates\":[\"COMPLETE\"],\"silenceAlarmSeconds\":3600}";
        HttpResponse<String> set = admin.change("PUT", "/admin/api/connections/account", access);
        assertThat(set.statusCode()).as(set.body()).isEqualTo(200);
        assertThat(set.body())
                .contains("\"user\":\"ann@example.net\"", "\"intervalSeconds\":3600", "\"alarmSeconds\":3600");
        noSecretIn("the answer", set.body(), true);
        call(admin, "PUT", "account", "{\"restUrl\":\"https://elsewhere.example\"}", 400);
        await(
                "the sweep was tried",
                () -> admin.get("/admin/api/connections/account").body().contains("\"failure\":\""));
        assertThat(admin.get("/admin/api/connections?format=csv").body()).contains("ann@example.net");
    }

    private static void howLongItsEventsAreKept(AdminClient admin) throws Exception {
        HttpResponse<String> wrong = admin.change(
                "PUT", "/admin/api/connections/account", "{\"retentionFinished\":\"5m\",\"retentionCount\":\"many\"}");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body())
                .contains("\"retentionFinished\"", "0, or a duration from 1h to 36500d", "\"retentionCount\"");
        HttpResponse<String> set = admin.change(
                "PUT", "/admin/api/connections/account", "{\"retentionFinished\":\"7d\",\"retentionCount\":500}");
        assertThat(set.statusCode()).as(set.body()).isEqualTo(200);
        assertThat(set.body())
                .contains("\"finished\":\"7d\"", "\"dead\":\"\"", "\"finishedSeconds\":604800", "\"count\":500");
        assertThat(admin.get("/admin/api/about").body())
                .contains("\"connections\":{\"account\":{", "\"finishedSeconds\":604800", "\"count\":500");
        assertThat(admin.get("/admin/api/audit").body()).contains("retentionCount, retentionFinished");
        call(admin, "PUT", "account", "{\"retentionFinished\":\"\",\"retentionCount\":\"\"}", 200);
        assertThat(admin.get("/admin/api/connections/account").body()).contains("\"finished\":\"\"");
        assertThat(admin.get("/admin/api/about").body()).contains("\"connections\":{}");
        call(admin, "PUT", "sitecapture", "{\"retentionCount\":\"1\"}", 409);
    }

    private static void call(AdminClient admin, String method, String path, String json, int status) throws Exception {
        HttpResponse<String> answer = admin.change(method, "/admin/api/connections/" + path, json);
        assertThat(answer.statusCode())
                .as("%s %s: %s", method, path, answer.body())
                .isEqualTo(status);
        noSecretIn(path, answer.body(), true);
    }

    private void clinic(String url, AdminClient admin) throws Exception {
        String body = withKey("6");
        String right = new Signer(SECOND.getBytes(StandardCharsets.UTF_8)).hex(body.getBytes(StandardCharsets.UTF_8));
        assertThat(post(url, "account", SECOND, body + "\n", "x-hmac-hash", right))
                .isEqualTo(401);
        assertThat(post(url, "account", SECOND, body, "x-other", "none")).isEqualTo(401);
        assertThat(post(url, "account", ServedHome.SECRET, body)).isEqualTo(401);
        assertThat(post(url, "account", SECOND, body.replace(API_KEY, "another-key")))
                .isEqualTo(401);
        await(
                "all are looked into",
                () -> admin.get("/admin/api/rejections?connection=account")
                        .body()
                        .contains("api_key in the body"));
        String seen =
                admin.get("/admin/api/rejections?connection=account&limit=100").body();
        assertThat(seen).contains("no x-hmac-hash header", "64 hex digits").doesNotContain(right);
        noSecretIn("the rejections", seen, true);
        assertThat(admin.get("/admin/api/rejections?nonsense=1").statusCode()).isEqualTo(400);
    }

    private static void theFileWins(AdminClient admin) throws Exception {
        assertThat(admin.get("/admin/api/connections/sitecapture").body())
                .contains("\"source\":\"file\"", "\"editable\":false");
        call(admin, "POST", "sitecapture/pause", "{}", 409);
        call(admin, "PUT", "sitecapture", "{\"apiKey\":\"something-else-1\"}", 409);
    }

    private static void noSecretIn(String where, String text, boolean alsoPassword) {
        List<String> all = alsoPassword
                ? List.of(FIRST, SECOND, API_KEY, LOGIN, PASSWORD)
                : List.of(FIRST, SECOND, API_KEY, LOGIN, PASSWORD, ServedHome.SECRET);
        assertThat(all.stream().filter(text::contains))
                .as("secrets in %s", where)
                .isEmpty();
    }

    private static void noSecretInAnyFile(Path home) throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                noSecretIn(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1), true);
            }
        }
    }
}
