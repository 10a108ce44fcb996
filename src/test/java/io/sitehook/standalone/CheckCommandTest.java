package io.sitehook.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitehook.config.SettingsSources;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code check}: all problems of all checks, or what is there. */
class CheckCommandTest {
    private static final String SECRET = "canary-4f1d9a7c33b0e6a2518d";

    @TempDir
    Path working;

    private Path home;
    private final StringWriter out = new StringWriter();

    @BeforeEach
    void home() throws IOException {
        home = Files.createDirectory(working.resolve("sitehook-home"));
    }

    private int check(Check... checks) {
        SettingsSources sources = new SettingsSources(Map.of(), Map.of(), Map.of(), working);
        return new CheckCommand(List.of(checks)).report(sources, new PrintWriter(out));
    }

    @Test
    void aGoodHomeIsDescribedWithoutItsSecrets() throws IOException {
        Files.createDirectory(home.resolve("handlers"));
        Files.writeString(
                home.resolve("sitehook.properties"),
                "sitehook.connections.b.hmac-secret=" + SECRET
                        + "\nsitehook.connections.b.states=COMPLETE,without-state\n"
                        + "sitehook.connections.a.activity=paused\n");
        assertThat(check(new HomeCheck())).isZero();
        assertThat(out.toString())
                .contains("Connection a: paused, all states, no HMAC secret, api_key not checked")
                .contains("Connection b: active, COMPLETE, without a state, HMAC secret set, api_key not checked")
                .contains("Odd, but not wrong:", "answered 503", "Nothing is wrong.")
                .doesNotContain("canary");
    }

    @Test
    void everyProblemIsNamedAlsoWhenTheSettingsAreWrong() throws IOException {
        Files.writeString(
                home.resolve("sitehook.properties"), "sitehook.delivery.attempts=0\nsitehook.stop.grase=1s\n");
        Files.writeString(home.resolve("handlers"), "not a directory");
        Files.createDirectory(home.resolve("sitehook.db"));
        Check broken = subject -> new Check.Report(
                List.of("a jar in " + subject.handlersDirectory() + " is broken"), List.of(), List.of());
        assertThat(check(new HomeCheck(), broken)).isEqualTo(1);
        assertThat(out.toString())
                .contains(
                        "5 things are wrong:", "sitehook.delivery.attempts", "sitehook.stop.grase", "handlers is not a")
                .contains("sitehook.db is not a file", "a jar in " + home.resolve("handlers") + " is broken");
    }

    @Test
    void aFileBesideADatabaseIsOdd() throws IOException {
        Files.createDirectory(home.resolve("handlers"));
        Files.createFile(home.resolve("sitehook.db"));
        assertThat(check(new HomeCheck())).isZero();
        assertThat(out.toString()).doesNotContain("which is not used");
        Files.writeString(
                home.resolve("sitehook.properties"), "sitehook.database.url=jdbc:postgresql://localhost/sitehook\n");
        assertThat(check(new HomeCheck())).isZero();
        assertThat(out.toString()).contains("sitehook.db, which is not used", "copy-to-postgresql");
    }

    @Test
    void aMissingHomeAndOneThatIsAFileAreProblems() throws IOException {
        Files.delete(home);
        assertThat(check(new HomeCheck())).isEqualTo(1);
        assertThat(out.toString()).contains("does not exist");
        Files.writeString(home, "x");
        assertThat(check(new HomeCheck())).isEqualTo(1);
        assertThat(out.toString()).contains("is not a directory");
    }

    @Test
    void nothingIsWritten() throws IOException {
        check(new HomeCheck());
        try (var files = Files.list(home)) {
            assertThat(files).isEmpty();
        }
    }
}
