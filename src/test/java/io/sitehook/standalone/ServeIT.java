package io.sitehook.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code serve}, run from the WAR. */
class ServeIT {
    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    Path directory;

    private HttpResponse<String> get(String url) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private List<Path> workspaces() throws IOException {
        try (var files = Files.list(directory.resolve("tmp"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("sitehook-"))
                    .toList();
        }
    }

    @Test
    void servesUntilItIsTerminatedAndCleansUp() throws Exception {
        Path home = directory.resolve("home");
        try (WarProcess process = WarProcess.start(directory, "--port", "0", "--home", home.toString())) {
            String url = process.readyUrl();
            HttpResponse<String> page = get(url + "/");
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body()).contains("Sitehook is running");
            assertThat(page.headers().firstValue("content-type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("text/html"));
            assertThat(page.headers().firstValue("server")).isEmpty();

            assertThat(get(url + "/io/sitehook/standalone/Launcher.class").statusCode())
                    .isEqualTo(403);
            assertThat(get(url + "/WEB-INF/web.xml").statusCode()).isEqualTo(404);
            HttpResponse<String> nothing = get(url + "/no/such/page");
            assertThat(nothing.statusCode()).isEqualTo(404);
            assertThat(nothing.body()).doesNotContain("Tomcat").doesNotContain("Exception");

            assertThat(workspaces())
                    .singleElement()
                    .satisfies(workspace -> assertThat(
                                    PosixFilePermissions.toString(Files.getPosixFilePermissions(workspace)))
                            .isEqualTo("rwx------"));
            process.terminate();
            assertThat(process.result().code()).as("ended by SIGTERM").isEqualTo(143);
            assertThat(workspaces()).isEmpty();
        }
    }

    @Test
    void aPortInUseIsOneClearLine() throws Exception {
        try (WarProcess first = WarProcess.start(
                directory,
                "serve",
                "--port",
                "0",
                "--home",
                directory.resolve("one").toString())) {
            URI url = URI.create(first.readyUrl());
            WarProcess.Result second = WarProcess.run(
                    directory,
                    "serve",
                    "--port",
                    String.valueOf(url.getPort()),
                    "--home",
                    directory.resolve("two").toString());
            assertThat(second.code()).isEqualTo(1);
            assertThat(second.err().strip().lines())
                    .singleElement()
                    .asString()
                    .contains("can't listen on 127.0.0.1 port " + url.getPort(), "in use");
            assertThat(get(url + "/").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void badSettingsAreAllNamedBeforeAnythingStarts() throws Exception {
        Path home = Files.createDirectory(directory.resolve("home"));
        Files.writeString(
                home.resolve("sitehook.properties"), "sitehook.delivery.attempts=0\nsitehook.stop.grace=never\n");
        WarProcess.Result result = WarProcess.run(directory, "serve", "--port", "0", "--home", home.toString());
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .contains("2 settings are wrong", "attempts", "stop.grace")
                .doesNotContain("\tat ");
    }

    @Test
    void theLeftoversOfAKilledRunAreDeletedByTheNextAndThoseOfALiveOneAreNot() throws Exception {
        try (WarProcess killed = WarProcess.start(
                        directory,
                        "serve",
                        "--port",
                        "0",
                        "--home",
                        directory.resolve("one").toString());
                WarProcess alive = WarProcess.start(
                        directory,
                        "serve",
                        "--port",
                        "0",
                        "--home",
                        directory.resolve("two").toString())) {
            killed.readyUrl();
            String url = alive.readyUrl();
            assertThat(workspaces()).hasSize(2);
            killed.kill();
            assertThat(workspaces()).hasSize(2);
            assertThat(WarProcess.run(directory, "--version").code()).isZero();
            assertThat(workspaces()).hasSize(1);
            assertThat(get(url + "/").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void theDemonstrationMakesItsHome() throws Exception {
        Path jar = Files.writeString(directory.resolve("log-status.jar"), "stands for a jar");
        Path home = directory.resolve("home");
        // An address of no machine makes it end by itself, after the home has been made.
        WarProcess.Result result = WarProcess.run(
                directory,
                "serve",
                "--host",
                "192.0.2.1",
                "--home",
                home.toString(),
                "--demonstration",
                jar.toString());
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("can't listen on 192.0.2.1 port 8080");
        assertThat(home.resolve("sitehook.properties")).exists();
        assertThat(home.resolve("handlers/log-status.jar")).exists();
    }
}
