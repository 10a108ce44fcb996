package io.sitehook.handle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sitehook.spi.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples, compiled against the SPI alone, dropped in and run. */
class ExampleHandlersTest {

    @TempDir
    static Path prebuilt;

    @TempDir
    Path home;

    private LoaderFixture fixture;
    private Path out;

    @BeforeAll
    static void build() {
        for (String example : new String[] {"log-status", "write-file"}) {
            Path source = Path.of("src/examples", example, "src/main");
            HandlerJars.jar(prebuilt.resolve(example + ".jar"))
                    .sources(source.resolve("java"))
                    .resources(source.resolve("resources"))
                    .build();
        }
    }

    @BeforeEach
    void dropIn() throws IOException {
        fixture = new LoaderFixture(home);
        out = home.resolve("out");
        fixture.settings.put("write-file", Map.of("directory", out.toString()));
        Files.createDirectories(fixture.handlers);
    }

    @Test
    void logStatusWritesOneLineForEachDelivery() throws Exception {
        try (CapturedLog log = new CapturedLog("sitehook.handler.log");
                HandlerCatalog catalog = load("log-status.jar")) {
            LoadedHandler handler = catalog.find("log").orElseThrow();
            assertThat(handler.states().includesAll()).isTrue();
            Outcome outcome = handler.handle(TestDelivery.of("3057").withStatus("Complete\r\nFORGED {0}\u2028"));
            assertThat(outcome.isDone()).isTrue();
            assertThat(log.lines())
                    .containsExactly("INFO project 3057: Complete??FORGED {0}? (COMPLETE),"
                            + " event 01930000-0000-7000-8000-000000000001, attempt 2");
        }
    }

    @Test
    void writeFileWritesTheBodyOnceForEachKey() throws Exception {
        try (HandlerCatalog catalog = load("write-file.jar")) {
            LoadedHandler handler = catalog.find("write-file").orElseThrow();
            assertThat(handler.states()).hasToString("COMPLETE");
            TestDelivery delivery = TestDelivery.of("3057");
            Path file = out.resolve("3057/key-1.json");

            assertThat(handler.handle(delivery).isDone()).isTrue();
            assertThat(file).hasBinaryContent(delivery.body());
            Files.writeString(file, "as the first attempt left it");
            assertThat(handler.handle(delivery)).hasToString("done: already written");
            assertThat(file).hasContent("as the first attempt left it");

            handler.handle(delivery.withKey("key-2"));
            assertThat(filesBelow(out)).containsExactlyInAnyOrder("3057/key-1.json", "3057/key-2.json");
        }
    }

    @Test
    void hostileNamesStayInsideTheDirectoryAndApart() throws Exception {
        List<String> hostile = new ArrayList<>(List.of(
                "..",
                ".",
                "../../x",
                "/etc/passwd",
                "a/b",
                "a\\b",
                "a b",
                "\0",
                "a\0",
                "C:",
                "con",
                "nul",
                "COM1",
                "lpt9",
                "con.txt",
                "A",
                "a",
                "Ä",
                "ä",
                "a.",
                "a ",
                "_",
                "_0041",
                "__",
                "-",
                "-rf",
                "~",
                "$(x)",
                "\n",
                "\u202e",
                "\ud83d\ude00",
                "\ud83d",
                "\ude00",
                "?",
                "3057",
                "03057",
                "3057.0"));
        hostile.add("x".repeat(200));
        hostile.add("x".repeat(199) + "y");
        hostile.add("/".repeat(200));
        hostile.add("\u00e9".repeat(200));
        try (HandlerCatalog catalog = load("write-file.jar")) {
            LoadedHandler handler = catalog.find("write-file").orElseThrow();
            for (String text : hostile) {
                assertThat(handler.handle(TestDelivery.of(text)).text()).startsWith("written to ");
                assertThat(handler.handle(TestDelivery.of("keys").withKey(text)).text())
                        .startsWith("written to ");
            }
        }
        List<String> files = filesBelow(out);
        assertThat(files).hasSize(2 * hostile.size());
        Set<String> folders = new HashSet<>();
        for (String file : files) {
            assertThat(file).matches("[a-z0-9_-]{1,180}/[a-z0-9_-]{1,180}\\.json");
            assertThat(file).doesNotMatch("-.*|(?:.*/)?(?:con|prn|aux|nul|com\\d|lpt\\d)(?:[/.].*)?");
            folders.add(file.substring(0, file.indexOf('/')).toLowerCase(Locale.ROOT));
        }
        assertThat(folders).hasSize(hostile.size() + 1);
        assertThat(filesBelow(home))
                .allMatch(file -> file.startsWith("out/") || file.equals("handlers/write-file.jar"));
    }

    @Test
    void aDirectoryThatCannotBeWrittenIsNamedAtTheStart() throws Exception {
        Path file = Files.writeString(home.resolve("file"), "text");
        for (Path bad : new Path[] {file, file.resolve("below"), Path.of("/proc/sitehook")}) {
            fixture.settings.put("write-file", Map.of("directory", bad.toString()));
            try (HandlerCatalog catalog = load("write-file.jar")) {
                assertThat(catalog.handlers()).isEmpty();
                assertThat(catalog.problems())
                        .singleElement()
                        .asString()
                        .contains("write-file.jar", "can't write into " + bad, "sitehook.handler.write-file.directory");
            }
        }
    }

    @Test
    void aMissingSettingIsNamedAtTheStart() throws Exception {
        fixture.settings.clear();
        try (HandlerCatalog catalog = load("write-file.jar")) {
            assertThat(catalog.problems())
                    .singleElement()
                    .asString()
                    .contains("sitehook.handler.write-file.directory", "SITEHOOK_HANDLER_WRITE_FILE_DIRECTORY");
        }
    }

    @Test
    void afterAFailureNothingIsLeftAndTheRetrySucceeds() throws Exception {
        try (HandlerCatalog catalog = load("write-file.jar")) {
            LoadedHandler handler = catalog.find("write-file").orElseThrow();
            Path inTheWay = Files.write(out.resolve("3057"), "a file".getBytes(StandardCharsets.UTF_8));
            assertThatThrownBy(() -> handler.handle(TestDelivery.of("3057"))).isInstanceOf(IOException.class);
            assertThat(filesBelow(out)).containsExactly("3057");
            Files.delete(inTheWay);
            assertThat(handler.handle(TestDelivery.of("3057")).text()).startsWith("written to ");
        }
    }

    private HandlerCatalog load(String jar) throws IOException {
        Path target = fixture.handlers.resolve(jar);
        if (Files.notExists(target)) {
            Files.copy(prebuilt.resolve(jar), target);
        }
        return fixture.load();
    }

    private static List<String> filesBelow(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString().replace('\\', '/'))
                    .toList();
        }
    }
}
