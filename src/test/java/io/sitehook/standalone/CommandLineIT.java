package io.sitehook.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs that start no server, run from the WAR. */
class CommandLineIT {
    @TempDir
    Path directory;

    @Test
    void helpAndVersion() throws IOException {
        WarProcess.Result help = WarProcess.run(directory, "--help");
        assertThat(help.code()).isZero();
        assertThat(help.out()).contains("serve", "send", "sign", "check", "try");
        WarProcess.Result version = WarProcess.run(directory, "--version");
        assertThat(version.code()).isZero();
        assertThat(version.out()).containsPattern("Sitehook [0-9]+\\.[0-9]+");
        assertNothingLeft();
    }

    @Test
    void aWrongVerbIsWrongUsage() throws IOException {
        WarProcess.Result result = WarProcess.run(directory, "fly");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("no verb \"fly\"");
        assertNothingLeft();
    }

    @Test
    void signsWhatComesIn() throws IOException {
        WarProcess.Result result =
                WarProcess.runWithInput(directory, "what do ya want for nothing?", "sign", "--secret", "Jefe");
        assertThat(result.code()).isZero();
        assertThat(result.out().strip())
                .isEqualTo("x-hmac-hash: 5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    @Test
    void sendWithoutAServerFails() throws IOException {
        // Port 1 belongs to nobody here.
        WarProcess.Result result = WarProcess.run(
                directory, "send", "--url", "http://127.0.0.1:1/x", "--secret", "s", "--project", "3057");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).contains("nobody listens");
    }

    @Test
    void checkNamesThreeFaults() throws IOException {
        Path home = Files.createDirectory(directory.resolve("home"));
        Files.writeString(
                home.resolve("sitehook.properties"),
                "sitehook.delivery.attempts=none\nsitehook.connections.x.hmac-secert=canary\n");
        Files.writeString(home.resolve("handlers"), "not a directory");
        WarProcess.Result result = WarProcess.run(directory, "check", "--home", home.toString());
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out())
                .contains("3 things are wrong:")
                .contains(
                        "sitehook.delivery.attempts",
                        "hmac-secert",
                        home.resolve("handlers").toString())
                .doesNotContain("canary");
        assertThat(result.err()).isEmpty();
        try (var files = Files.list(home)) {
            assertThat(files).as("nothing is written").hasSize(2);
        }
    }

    @Test
    void aTemporaryDirectoryThatIsNotThereIsNamed() throws IOException {
        Path none = directory.resolve("none");
        try (WarProcess process = WarProcess.start(directory, List.of("-Djava.io.tmpdir=" + none), "--help")) {
            WarProcess.Result result = process.result();
            assertThat(result.code()).isEqualTo(1);
            assertThat(result.err())
                    .contains(none.toString(), "-Djava.io.tmpdir=DIR")
                    .doesNotContain("\tat ");
        }
    }

    private void assertNothingLeft() throws IOException {
        try (var files = Files.list(directory.resolve("tmp"))) {
            assertThat(files).isEmpty();
        }
    }
}
