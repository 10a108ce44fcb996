package io.sitehook.builtin.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitehook.builtin.options.Options;
import io.sitehook.spi.SiteCaptureException;
import io.sitehook.spi.StatusChange;
import io.sitehook.spi.testing.AttemptResult;
import io.sitehook.spi.testing.AttemptResult.Kind;
import io.sitehook.spi.testing.FakeSiteCapture;
import io.sitehook.spi.testing.HandlerRun;
import io.sitehook.spi.testing.StatusChangeBuilder;
import io.sitehook.spi.testing.TestContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive in a directory, with a SiteCapture made by hand. */
class ArchiveHandlerTest {
    private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);

    @TempDir
    Path temporary;

    private Path directory;
    private final TestContext context = TestContext.forHandler("photos");
    private final StatusChange change = StatusChangeBuilder.statusChange().build();
    private FakeSiteCapture siteCapture;
    private HandlerRun run;

    @BeforeEach
    void start() throws Exception {
        directory = temporary.resolve("archive");
        siteCapture = context.siteCapture("sitecapture")
                .putProject("3057", Map.of("status", "COMPLETE"))
                .putField("3057", "roof", "north", null, "11", "12")
                .putField("3057", "Cellar & garage", "", null, "13")
                .putReport("3057", bytes("%PDF"));
        for (int id = 11; id <= 13; id++) {
            siteCapture.putPhoto(String.valueOf(id), bytes("photo " + id));
        }
        run = start(Map.of());
    }

    private HandlerRun start(Map<String, String> more) throws Exception {
        Map<String, String> settings = new HashMap<>(Map.of("directory", directory.toString()));
        settings.putAll(more);
        return HandlerRun.start(new ArchiveHandler(new Options("photos", settings, directory)), context);
    }

    @AfterEach
    void stop() {
        run.close();
    }

    @Test
    void allOfAProjectIsKeptPhotosBySection() throws Exception {
        AttemptResult first = run.handle(change);
        assertThat(first.kind()).isEqualTo(Kind.RETRY);
        assertThat(first.delay()).isEqualTo(Optional.of(HALF_AN_HOUR));
        assertThat(first.text()).contains("the project names 3 photos, 3 are kept, 3 of them new");
        String cellar = "photos/" + Names.of("Cellar & garage");
        assertThat(tree())
                .containsExactly(
                        "manifest.json",
                        cellar + "/13.jpg",
                        "photos/roof/north-11.jpg",
                        "photos/roof/north-12.jpg",
                        "project.json",
                        "report.pdf");
        assertThat(folder().resolve("photos/roof/north-11.jpg")).hasContent("photo 11");
        assertManifestIsTrue();
        assertThat(directory.resolve(".incoming")).isEmptyDirectory();
    }

    @Test
    void aSecondLookBringsWhatWasStillOnItsWayAndNothingTwice() throws Exception {
        run.handle(change);
        siteCapture.putField("3057", "roof", "late", null, "14").putPhoto("14", bytes("photo 14"));
        context.clock().advance(HALF_AN_HOUR);
        AttemptResult second = run.handle(run.delivery(change).attempt(2).build());
        assertThat(second.kind()).isEqualTo(Kind.DONE);
        assertThat(second.text()).contains("names 4 photos, 4 are kept, 1 of them new");
        assertThat(siteCapture.calls())
                .filteredOn(call -> call.startsWith("photo "))
                .hasSize(4)
                .doesNotHaveDuplicates();
        assertManifestIsTrue();
    }

    @Test
    void anAttemptThatComesTooEarlyForTheSecondLookWaitsForTheRest() throws Exception {
        run.handle(change);
        context.clock().advance(Duration.ofMinutes(10));
        AttemptResult early = run.handle(run.delivery(change).attempt(2).build());
        assertThat(early.delay()).isEqualTo(Optional.of(Duration.ofMinutes(20)));
    }

    @Test
    void aLaterStatusChangeLooksTwiceItself() throws Exception {
        run.handle(change);
        context.clock().advance(HALF_AN_HOUR);
        run.handle(run.delivery(change).attempt(2).build());
        StatusChange later = StatusChangeBuilder.statusChange().build();
        assertThat(run.handle(later).delay()).isEqualTo(Optional.of(HALF_AN_HOUR));
    }

    @Test
    void withoutASecondLookItIsDoneAtOnce() throws Exception {
        try (HandlerRun once = start(Map.of("second-look", "0", "report", "false"))) {
            assertThat(once.handle(change).kind()).isEqualTo(Kind.DONE);
        }
        assertThat(siteCapture.calls()).noneMatch(call -> call.startsWith("report"));
    }

    @Test
    void aPhotoThatSiteCaptureDoesNotHaveIsNotPassedOverInSilence() throws Exception {
        siteCapture.putField("3057", "roof", "south", null, "missing-1");
        AttemptResult first = run.handle(change);
        assertThat(first.text()).contains("does not have 1 of them: missing-1");
        assertThat(first.delay()).isEqualTo(Optional.of(HALF_AN_HOUR));
        context.clock().advance(HALF_AN_HOUR);
        AttemptResult second = run.handle(run.delivery(change).attempt(2).build());
        assertThat(second.kind()).isEqualTo(Kind.RETRY);
        assertThat(second.text()).contains("missing-1");
        siteCapture.putPhoto("missing-1", bytes("late"));
        assertThat(run.handle(run.delivery(change).attempt(3).build()).kind()).isEqualTo(Kind.DONE);
    }

    @Test
    void anAttemptGoesOnWhereTheOneBeforeWasEnded() throws Exception {
        siteCapture.putField("3057", "zz", "last", null, "99");
        siteCapture.putPhoto("99", bytes("photo 99")).failNext(SiteCaptureException.failed("broken", null));
        assertThat(run.handle(change).kind()).isEqualTo(Kind.FAILED);
        for (int attempt = 2; attempt < 5; attempt++) {
            run.handle(run.delivery(change).attempt(attempt).build());
        }
        assertThat(siteCapture.calls())
                .filteredOn(call -> call.startsWith("photo "))
                .hasSize(4)
                .doesNotHaveDuplicates();
        // The manifest is lost too: what is there is whole and is not fetched again.
        Files.delete(folder().resolve("manifest.json"));
        run.handle(run.delivery(change).attempt(6).build());
        assertThat(siteCapture.calls())
                .filteredOn(call -> call.startsWith("photo "))
                .hasSize(4);
        assertManifestIsTrue();
    }

    @Test
    void nearTheDeadlineTheRestIsLeftForTheNextAttempt() throws Exception {
        AttemptResult first = run.handle(run.delivery(change)
                .deadline(context.clock().instant().plusSeconds(4))
                .build());
        assertThat(first.kind()).isEqualTo(Kind.RETRY);
        assertThat(first.delay()).isEqualTo(Optional.of(Duration.ofSeconds(1)));
        assertThat(first.text()).contains("the time is up", "0 are kept");
    }

    @Test
    void whatTheServerAsksToWaitIsWaited() throws Exception {
        siteCapture.failNext(SiteCaptureException.answered("429", 429, Duration.ofMinutes(7)));
        assertThat(run.handle(change).delay()).isEqualTo(Optional.of(Duration.ofMinutes(7)));
    }

    @Test
    void namesFromOutsideStayInTheDirectory() throws Exception {
        for (String id : List.of("../../etc", "..", "NUL", "a/b", "\n")) {
            assertThat(Names.of(id)).matches("[A-Za-z0-9_~-]+").isNotEqualTo(id);
        }
        assertThat(Names.of("3057")).isEqualTo("3057");
        assertThat(Names.of("a b")).isNotEqualTo(Names.of("a-b"));
        assertThat(Names.of("x".repeat(200))).hasSizeLessThan(80);
        siteCapture
                .putProject("../up", Map.of())
                .putField("../up", "../../s", "..", null, "../m")
                .putPhoto("../m", bytes("x"))
                .putReport("../up", bytes("x"));
        run.handle(StatusChangeBuilder.statusChange().projectId("../up").build());
        try (Stream<Path> files = Files.walk(temporary)) {
            assertThat(files.filter(Files::isRegularFile)).allMatch(file -> file.startsWith(directory));
        }
    }

    private Path folder() {
        return directory.resolve("sitecapture/3057");
    }

    private List<String> tree() throws IOException {
        try (Stream<Path> files = Files.walk(folder())) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder().relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    private void assertManifestIsTrue() throws IOException {
        Manifest manifest = Manifest.read(Optional.of(Files.readAllBytes(folder().resolve("manifest.json"))));
        assertThat(manifest.files().keySet())
                .containsExactlyInAnyOrderElementsOf(tree().stream()
                        .filter(file -> !file.equals("manifest.json"))
                        .toList());
        for (Map.Entry<String, Manifest.Entry> entry : manifest.files().entrySet()) {
            Path file = folder().resolve(entry.getKey());
            assertThat(entry.getValue().size()).isEqualTo(Files.size(file));
            assertThat(entry.getValue().sha256()).isEqualTo(Hex.sha256(file));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
