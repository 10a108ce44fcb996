package io.sitehook.standalone;

import static io.sitehook.standalone.ServedHome.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.sitehook.simulator.Fault;
import io.sitehook.simulator.SimulatedProject;
import io.sitehook.simulator.Simulator;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built-in archive in the server itself, against the simulated SiteCapture. */
@Tag("wide")
class ArchiveIT {
    private static final int PHOTOS = 200;

    @TempDir
    Path directory;

    @Test
    void anArchiveThatIsKilledInTheMiddleIsCompletedAndNothingWholeIsFetchedTwice() throws Exception {
        try (Simulator simulator = Simulator.start()
                .put(SimulatedProject.withPhotos("3057", "COMPLETE", Instant.now(), PHOTOS))
                .photoMillis(10)) {
            ServedHome served = new ServedHome(directory, settings(simulator, "second-look=0"));
            Path archive = served.home.resolve("archive/sitecapture/3057");
            try (WarProcess server = served.serve()) {
                assertThat(served.post(server.readyUrl(), body()).statusCode()).isEqualTo(200);
                await("half of the photos", () -> photos(archive).size() >= PHOTOS / 2);
                server.kill();
            }
            Set<String> whole = photos(archive);
            Map<String, Integer> before = simulator.requests();
            assertThat(whole.size()).as("it was killed in the middle").isBetween(PHOTOS / 2, PHOTOS - 1);
            assertThat(archive.resolve("manifest.json")).doesNotExist();
            try (WarProcess server = served.serve()) {
                server.readyUrl();
                await("the archive is done", () -> state(served).equals("DONE"));
            }
            assertThat(photos(archive)).hasSize(PHOTOS);
            assertThat(Files.readAllBytes(archive.resolve("report.pdf"))).startsWith('%', 'P', 'D', 'F');
            for (String photo : whole) {
                String path = "/customer_api/1_0/media/image/" + id(photo);
                assertThat(simulator.requests().get(path))
                        .as(photo)
                        .isEqualTo(before.get(path))
                        .isEqualTo(1);
            }
            int fetched = simulator.requests("/media/image/");
            System.out.printf(
                    "killed at %d of %d photos: %d requests for photos in all, %d of them for photos in flight%n",
                    whole.size(), PHOTOS, fetched, fetched - PHOTOS);
            assertThat(fetched).isBetween(PHOTOS, PHOTOS + 1);
            assertManifestMatches(archive);
            assertThat(served.query("SELECT a.unit FROM attempt a JOIN delivery d ON d.id = a.delivery"
                            + " WHERE d.handler = 'photos' LIMIT 1"))
                    .isEqualTo("built-in");
        }
    }

    @Test
    void aLaterStatusChangeReplacesTheSecondLookAndIsNotHeldUpByIt() throws Exception {
        try (Simulator simulator =
                Simulator.start().put(SimulatedProject.withPhotos("3057", "COMPLETE", Instant.now(), 3))) {
            ServedHome served = new ServedHome(directory, settings(simulator, "second-look=1h"));
            try (WarProcess server = served.serve()) {
                String url = server.readyUrl();
                served.post(url, body());
                String attempts = "SELECT count(*) FROM attempt a JOIN delivery d ON d.id = a.delivery"
                        + " WHERE d.handler = 'photos' AND a.outcome = 'RETRY'";
                await("the first look", () -> served.query(attempts).equals("1"));
                assertThat(state(served)).isEqualTo("PENDING");
                served.post(url, body().replace("Complete", "Complete again"));
                await(
                        "the later one looked at once",
                        () -> served.query(attempts).equals("2"));
                assertThat(served.query("SELECT state FROM delivery WHERE handler = 'photos' ORDER BY event"))
                        .isEqualTo("SUPERSEDED");
            }
        }
    }

    @Test
    void noSecretAndNoForgedLineIsInAnythingThatARunLeaves() throws Exception {
        try (Simulator simulator = Simulator.start()
                .put(SimulatedProject.withPhotos("3057", "COMPLETE", Instant.now(), 1))
                .fault("/media/", Fault.ECHO, 1)
                .fault("/report/", Fault.UNAVAILABLE, 4)) {
            ServedHome served = new ServedHome(
                    directory,
                    settings(simulator, "second-look=0")
                            + "sitehook.delivery.schedule=1s\n"
                            + "sitehook.handler.office.built-in=mail\n"
                            + "sitehook.handler.office.host=127.0.0.1\nsitehook.handler.office.port=1\n"
                            + "sitehook.handler.office.from=a@example.com\nsitehook.handler.office.to=b@example.com\n"
                            + "sitehook.handler.office.user=u\nsitehook.handler.office.password=canary-mail\n"
                            + "sitehook.handler.erp.built-in=jdbc\n"
                            + "sitehook.handler.erp.url=jdbc:sqlite:" + directory.resolve("theirs.db") + "\n"
                            + "sitehook.handler.erp.password=canary-jdbc\n"
                            + "sitehook.handler.erp.statement=INSERT INTO absent VALUES (:status)\n"
                            + "sitehook.handler.broken.built-in=archive\n"
                            + "sitehook.handler.broken.directory=canary-a\nsitehook.handler.broken.bucket=canary-b\n");
            Path logging = Files.writeString(
                    directory.resolve("logging.properties"),
                    "handlers=java.util.logging.ConsoleHandler\njava.util.logging.ConsoleHandler.level=ALL\n"
                            + ".level=FINE\nio.sitehook.level=ALL\nsoftware.amazon.level=ALL\n");
            String output;
            try (WarProcess server = WarProcess.start(
                    directory,
                    List.of("-Djava.util.logging.config.file=" + logging),
                    "serve",
                    "--port",
                    "0",
                    "--home",
                    served.home.toString())) {
                served.post(server.readyUrl(), body());
                await("the archive is done", () -> state(served).equals("DONE"));
                await(
                        "the others have failed",
                        () -> served.query("SELECT count(DISTINCT d.handler) FROM attempt a"
                                        + " JOIN delivery d ON d.id = a.delivery WHERE a.outcome = 'FAILED'")
                                .equals("3"));
                server.terminate();
                WarProcess.Result result = server.result();
                output = result.out() + result.err();
            }
            assertThat(output)
                    .contains("sitehook.handler.broken.directory or bucket must be set")
                    .contains("bad headers", "\\u000aWARNING a forged line", "FINE");
            assertThat(output.lines()).noneMatch(line -> line.startsWith("WARNING a forged line"));
            assertThat(output).doesNotContain("canary");
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    if (!file.endsWith("sitehook.properties")) {
                        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                                .as(file.toString())
                                .doesNotContain("canary");
                    }
                }
            }
        }
    }

    private static String settings(Simulator simulator, String more) {
        String connection = "sitehook.connections.sitecapture.";
        return connection + "api-key=" + Simulator.API_KEY + "\n" + connection + "rest-url=" + simulator.url() + "\n"
                + connection + "rest-user=" + Simulator.USER + "\n" + connection + "rest-password="
                + Simulator.PASSWORD + "\n" + connection + "rest-requests-per-second=1000\n"
                + "sitehook.handler.photos.built-in=archive\nsitehook.handler.photos.directory=archive\n"
                + "sitehook.handler.photos." + more + "\n";
    }

    private static String body() {
        return "{\"project_id\": 3057, \"status\": \"Complete\", \"workflow_state\": \"COMPLETE\", \"api_key\": \""
                + Simulator.API_KEY + "\", \"event\": \"status_change\"}";
    }

    private static String state(ServedHome served) throws Exception {
        return served.query("SELECT state FROM delivery WHERE handler = 'photos'");
    }

    private static Set<String> photos(Path archive) throws IOException {
        if (!Files.isDirectory(archive.resolve("photos"))) {
            return Set.of();
        }
        try (Stream<Path> files = Files.walk(archive.resolve("photos"))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> archive.relativize(file).toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** The photo's id, from its file's name. */
    private static String id(String photo) {
        return photo.replaceFirst(".*-([0-9]+)\\.jpg", "$1");
    }

    private static void assertManifestMatches(Path archive) throws Exception {
        Map<String, String> digests = new TreeMap<>();
        try (InputStream in = Files.newInputStream(archive.resolve("manifest.json"));
                JsonReader reader = Json.createReader(in)) {
            for (JsonValue value : reader.readObject().getJsonArray("files")) {
                JsonObject file = value.asJsonObject();
                digests.put(file.getString("path"), file.getString("sha256"));
            }
        }
        assertThat(digests).hasSize(PHOTOS + 2).containsKeys("project.json", "report.pdf");
        for (Map.Entry<String, String> file : digests.entrySet()) {
            byte[] bytes = Files.readAllBytes(archive.resolve(file.getKey()));
            assertThat(HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)))
                    .as(file.getKey())
                    .isEqualTo(file.getValue());
        }
        List<String> expected = IntStream.rangeClosed(1, PHOTOS)
                .mapToObj(number -> "3057" + String.format("%04d", number))
                .toList();
        assertThat(photos(archive).stream().map(ArchiveIT::id)).containsExactlyInAnyOrderElementsOf(expected);
    }
}
