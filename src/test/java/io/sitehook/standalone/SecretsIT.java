package io.sitehook.standalone;

import static io.sitehook.standalone.ServedHome.await;
import static io.sitehook.standalone.ServedHome.body;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Canaries: secrets that are looked for in everything a whole run leaves, with all logging on. */
class SecretsIT {
    private static final String API_KEY = "canary-7d1f-the-api-key";
    private static final String PREVIOUS = "canary-2c93-the-secret-before";
    private static final String HANDLER_PASSWORD = "canary-b04e-a-handlers-password";

    @TempDir
    Path directory;

    @Test
    void noSecretIsInAnythingThatARunLeaves() throws Exception {
        ServedHome served = new ServedHome(
                directory,
                "sitehook.connections.sitecapture.api-key=" + API_KEY + "\n"
                        + "sitehook.connections.sitecapture.hmac-secret-previous=" + PREVIOUS + "\n"
                        + "sitehook.handler.write-file.password=" + HANDLER_PASSWORD + "\n");
        Path logging = Files.writeString(
                directory.resolve("logging.properties"),
                "handlers=java.util.logging.ConsoleHandler\njava.util.logging.ConsoleHandler.level=ALL\n.level=FINE\n"
                        + "io.sitehook.level=ALL\norg.glassfish.jersey.level=ALL\norg.flywaydb.level=ALL\n"
                        + "org.sqlite.level=ALL\n");
        List<String> seen = new ArrayList<>();
        try (WarProcess server = WarProcess.start(
                directory,
                List.of("-Djava.util.logging.config.file=" + logging),
                "serve",
                "--port",
                "0",
                "--home",
                served.home.toString())) {
            String url = server.readyUrl();
            String good = body("1", "COMPLETE").replace("{", "{\"api_key\": \"" + API_KEY + "\", ");
            List<String> bodies = List.of(
                    good,
                    good.replace("api_key", "api\\u005fkey"),
                    good.replace("{", "{\"more\": {\"api_key\": \"" + API_KEY + "\"}, "),
                    good.replace("\"COMPLETE\"", "not JSON"),
                    good.replace(API_KEY, "wrong"),
                    "{\"api_key\": [\"" + API_KEY + "\"]}");
            for (String one : bodies) {
                seen.add(served.post(url, one).body());
            }
            await(
                    "all are handled",
                    () -> served.query("SELECT count(*) FROM delivery WHERE state IN ('PENDING', 'RUNNING')")
                            .equals("0"));
            assertThat(served.filesWritten()).as("handlers ran").isPositive();
            // Wrong settings while it runs: they are named, and not shown.
            Files.writeString(
                    served.home.resolve("sitehook.properties"),
                    Files.readString(served.home.resolve("sitehook.properties"))
                            + "sitehook.connections.other.hmac-secert=" + PREVIOUS + "\n");
            await("the wrong setting is named", () -> server.errors().contains("hmac-secert"));
            seen.add(server.threads());
            seen.add(Files.readString(Path.of("/proc/" + server.pid() + "/cmdline")));
            server.terminate();
            WarProcess.Result result = server.result();
            assertThat(result.err()).as("negative control: all logging is on").contains("FINE");
            seen.add(result.out());
            seen.add(result.err());
        }
        assertNone("what was printed and answered", String.join("\n", seen));
        for (Path file : filesLeft(served)) {
            assertNone(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
        }
        assertThat(Files.readString(served.home.resolve("sitehook.properties"))).contains(API_KEY);
    }

    private List<Path> filesLeft(ServedHome served) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> left = files.filter(Files::isRegularFile)
                    .filter(file -> !file.equals(served.home.resolve("sitehook.properties")))
                    .toList();
            assertThat(left).as("the database is among them").contains(served.home.resolve("sitehook.db"));
            return left;
        }
    }

    private static void assertNone(String where, String text) {
        assertThat(Stream.of(ServedHome.SECRET, API_KEY, PREVIOUS, HANDLER_PASSWORD)
                        .filter(text::contains)
                        .toList())
                .as("secrets in %s", where)
                .isEmpty();
    }
}
