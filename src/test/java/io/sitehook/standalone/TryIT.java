package io.sitehook.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitehook.handle.HandlerJars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code try} from the WAR, with the example jars and with one that misbehaves. */
class TryIT {
    private static final String EXAMPLES = System.getProperty("sitehook.test.examples");

    @TempDir
    Path directory;

    private Path events;

    @BeforeEach
    void events() throws IOException {
        events = directory.resolve("events.jsonl");
        Files.writeString(events, ServedHome.body("3057", "COMPLETE") + "\r\n\n" + ServedHome.body("3058", "NEW"));
    }

    private WarProcess.Result run(String jar, String... more) throws IOException {
        List<String> args = new ArrayList<>(List.of("try", "--jar", jar, "--events", events.toString()));
        args.addAll(List.of(more));
        return WarProcess.run(directory, args.toArray(String[]::new));
    }

    @Test
    void everyEventGoesToTheHandlerThatTakesIt() throws IOException {
        WarProcess.Result result = run(EXAMPLES + "/log-status.jar");
        assertThat(result.code()).as(result.toString()).isZero();
        assertThat(result.out().lines())
                .hasSize(2)
                .allMatch(line -> line.matches("line [13]: project 305[78], (COMPLETE|NEW), log: done \\(\\d+ ms\\)"));
        assertThat(result.err()).contains("project 3057: Some (COMPLETE)", "project 3058: Some (NEW)");
        assertNothingLeft();
    }

    @Test
    void settingsComeFromTheCommandLine() throws IOException {
        Path written = directory.resolve("written");
        WarProcess.Result result = run(EXAMPLES + "/write-file.jar", "--set", "directory=" + written);
        assertThat(result.code()).as(result.toString()).isZero();
        assertThat(result.out().lines())
                .hasSize(2)
                .anyMatch(line -> line.matches("line 1: project 3057, COMPLETE, write-file: done: written to .*"))
                .contains("line 3: project 3058, NEW: no handler takes it");
        try (Stream<Path> files = Files.list(written.resolve("3057"))) {
            assertThat(files)
                    .singleElement()
                    .satisfies(file -> assertThat(file).hasContent(ServedHome.body("3057", "COMPLETE")));
        }
    }

    @Test
    void settingsComeFromAHomeThatIsLeftAsItIs() throws IOException {
        ServedHome served = new ServedHome(directory, "");
        WarProcess.Result result = run(EXAMPLES + "/write-file.jar", "--home", served.home.toString());
        assertThat(result.code()).as(result.toString()).isZero();
        assertThat(served.filesWritten()).isEqualTo(1);
        try (Stream<Path> files = Files.list(served.home)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("handlers", "sitehook.properties");
        }
    }

    @Test
    void whatIsNotDoneIsSaidAndTheExitCodeTells() throws IOException {
        Path jar = HandlerJars.jar(directory.resolve("mood.jar"))
                .handler("Mood", "mood", """
                        switch (delivery.change().projectId()) {
                            case "null": return null;
                            case "later": return Outcome.retryAfter(java.time.Duration.ofMinutes(90), "closed");
                            case "never": return Outcome.reject("gone");
                            case "slow": Thread.sleep(60_000); return Outcome.done();
                            case "apart": return Outcome.done("json "
                                    + Thread.currentThread().getContextClassLoader().getResource("jakarta/json/Json.class"));
                            default: throw new java.io.IOException("disk full\\nline 9: forged");
                        }""")
                .build();
        Path home = Files.createDirectory(directory.resolve("home"));
        Files.writeString(home.resolve("sitehook.properties"), "sitehook.handler.mood.delivery.deadline=1s\n");
        Files.writeString(
                events,
                Stream.of("null", "later", "never", "slow", "apart", "broken")
                                .map(project -> ServedHome.body(project, "COMPLETE") + "\n")
                                .reduce("", String::concat)
                        + "{\"project_id\": 1}\n" + "{\u201cproject_id\u201d: 1}\n"
                        + "{\"project_id\": 1, \"event\": \"photo_added\"}\n");
        WarProcess.Result result = run(jar.toString(), "--home", home.toString());
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out().lines().map(line -> line.replaceFirst(" \\(\\d+ ms\\)$", "")))
                .startsWith(
                        "line 1: project null, COMPLETE, mood: retry after about 5s: the handler returned null",
                        "line 2: project later, COMPLETE, mood: retry after 1h30m: closed",
                        "line 3: project never, COMPLETE, mood: rejected: gone",
                        "line 4: project slow, COMPLETE, mood: timed out: ran past its deadline of 1 s and was interrupted",
                        "line 5: project apart, COMPLETE, mood: done: json null",
                        "line 6: project broken, COMPLETE, mood: failed: java.io.IOException: disk full line 9: forged",
                        "line 7: can't be read: event is missing")
                .hasSize(9)
                .endsWith("line 9: project 1, no state: no handler takes events of the kind photo_added");
        assertThat(result.out().lines().skip(7).findFirst().orElseThrow())
                .startsWith("line 8: can't be read: ")
                .contains("quotes");
        assertThat(result.err()).containsPattern("mood\\.jar #1//Mood\\.handle\\(Mood\\.java:");
        assertNothingLeft();
    }

    @Test
    void aJarThatCannotBeUsedIsNamed() throws IOException {
        WarProcess.Result missing = run(EXAMPLES + "/write-file.jar");
        assertThat(missing.code()).isEqualTo(1);
        assertThat(missing.out())
                .contains("not used: write-file.jar", "sitehook.handler.write-file.directory", "No event reached");
        Path broken = Files.writeString(directory.resolve("broken.jar"), "this is no jar");
        WarProcess.Result result = run(broken.toString());
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).contains("not used: broken.jar");
        assertThat(result.err()).doesNotContain("\tat ");
        assertNothingLeft();
    }

    @Test
    void librariesComeInAFolder() throws IOException {
        Path library = HandlerJars.jar(directory.resolve("with-library/library.jar"))
                .source("library.Text", "public class Text { public static String note() { return \"found\"; } }")
                .build();
        HandlerJars.jar(directory.resolve("with-library/handler.jar"))
                .library(library)
                .handler("Needs", "needs", "return Outcome.done(library.Text.note());")
                .build();
        WarProcess.Result result = run(directory.resolve("with-library").toString());
        assertThat(result.code()).as(result.toString()).isZero();
        assertThat(result.out()).contains("needs: done: found");
    }

    private void assertNothingLeft() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("tmp"))) {
            assertThat(files).isEmpty();
        }
    }
}
