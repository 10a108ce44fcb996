package io.sitehook.standalone;

import static io.sitehook.standalone.ServedHome.await;
import static io.sitehook.standalone.ServedHome.body;
import static io.sitehook.standalone.ServedHome.event;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way, from outside: a signed post comes in, is stored, and handler jars do their work. */
class MainJobIT {
    @TempDir
    Path directory;

    @Test
    void aSignedPostIsStoredAndHandledAndOthersAreNot() throws Exception {
        ServedHome served = new ServedHome(directory, "");
        try (WarProcess server = served.serve()) {
            String url = server.readyUrl();
            WarProcess.Result sent = WarProcess.run(
                    directory,
                    "send",
                    "--url",
                    url + "/webhooks/sitecapture",
                    "--secret",
                    ServedHome.SECRET,
                    "--project",
                    "3057",
                    "--state",
                    "COMPLETE");
            assertThat(sent.code()).as(sent.err()).isZero();
            assertThat(sent.out()).startsWith("200 ").contains("\"event\":", "\"result\":\"stored\"");
            await(
                    "both handlers have run",
                    () -> served.query("SELECT count(*) FROM delivery WHERE state = 'DONE'")
                            .equals("2"));
            assertThat(served.filesWritten()).isEqualTo(1);
            assertThat(server.errors()).contains("project 3057").doesNotContain(ServedHome.SECRET);
            assertThat(served.query("SELECT unit || ' ' || unit_version || ' ' || length(unit_sha256) FROM attempt"
                            + " WHERE unit LIKE 'log%'"))
                    .startsWith("log-status.jar ")
                    .endsWith(" 64");

            assertThat(served.post(url, body("3057", "COMPLETE").replace("3057", "3058"))
                            .statusCode())
                    .isEqualTo(200);
            WarProcess.Result forged = WarProcess.run(
                    directory,
                    "send",
                    "--url",
                    url + "/webhooks/sitecapture",
                    "--secret",
                    "another secret of good length",
                    "--project",
                    "3059",
                    "--state",
                    "COMPLETE");
            assertThat(forged.code()).isEqualTo(1);
            assertThat(served.query("SELECT count(*) FROM event")).isEqualTo("2");
        }
    }

    @Test
    void aStopLosesNothingAndRunsNothingTwice() throws Exception {
        ServedHome served = new ServedHome(directory, "");
        int posts = 40;
        try (WarProcess server = served.serve()) {
            String url = server.readyUrl();
            for (int i = 0; i < posts; i++) {
                assertThat(served.post(url, body("p" + i, "COMPLETE")).statusCode())
                        .isEqualTo(200);
            }
            server.terminate();
            server.result();
        }
        assertThat(served.query("SELECT count(*) FROM delivery WHERE state = 'RUNNING'"))
                .isEqualTo("0");
        try (WarProcess server = served.serve()) {
            server.readyUrl();
            await(
                    "all are done",
                    () -> served.query("SELECT count(*) FROM delivery WHERE state = 'DONE'")
                            .equals(String.valueOf(2 * posts)));
        }
        assertThat(served.query("SELECT max(attempts) FROM delivery")).isEqualTo("1");
        assertThat(served.filesWritten()).isEqualTo(posts);
    }

    @Test
    void theOldSecretIsRefusedSoonAfterItWasRemovedWithoutARestart() throws Exception {
        ServedHome served = new ServedHome(directory, "");
        Path settings = served.home.resolve("sitehook.properties");
        try (WarProcess server = served.serve()) {
            String url = server.readyUrl();
            Files.writeString(
                    settings,
                    "sitehook.connections.sitecapture.hmac-secret=the next secret, of good length\n"
                            + "sitehook.connections.sitecapture.hmac-secret-previous=" + ServedHome.SECRET + "\n"
                            + "sitehook.handler.write-file.directory=" + served.written + "\n");
            await("the new settings are in force", () -> server.errors().contains("are in force"));
            assertThat(served.post(url, body("1", "A")).statusCode()).isEqualTo(200);
            assertThat(served.query("SELECT signature FROM event")).contains("previous secret");
            Files.writeString(
                    settings,
                    "sitehook.connections.sitecapture.hmac-secret=the next secret, of good length\n"
                            + "sitehook.handler.write-file.directory=" + served.written + "\n");
            await(
                    "the old secret is refused",
                    () -> served.post(url, body("2", "A")).statusCode() == 401);
        }
    }

    @Test
    void aSecondServerOnTheSameHomeRefusesAndTheFirstGoesOn() throws Exception {
        ServedHome served = new ServedHome(directory, "");
        try (WarProcess first = served.serve()) {
            String url = first.readyUrl();
            WarProcess.Result second =
                    WarProcess.run(directory, "serve", "--port", "0", "--home", served.home.toString());
            assertThat(second.code()).isEqualTo(1);
            assertThat(second.err()).contains("is in use by the server with process id");
            HttpResponse<String> answer = served.post(url, body("1", "COMPLETE"));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(served.query("SELECT id FROM event")).isEqualTo(event(answer));
        }
    }

    @Test
    void checkNamesThreeFaultsAtOnce() throws Exception {
        ServedHome served = new ServedHome(directory, "sitehook.delivery.atempts=3\n");
        Files.writeString(served.home.resolve("handlers/broken.jar"), "this is no jar");
        Files.writeString(
                served.home.resolve("sitehook.properties"),
                "\nsitehook.connections.other.hmac-secret=changeme\n",
                java.nio.file.StandardOpenOption.APPEND);
        WarProcess.Result result = WarProcess.run(directory, "check", "--home", served.home.toString());
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out())
                .contains("3 things are wrong", "sitehook.delivery.atempts", "other.hmac-secret", "broken.jar")
                .doesNotContain("changeme");
    }
}
