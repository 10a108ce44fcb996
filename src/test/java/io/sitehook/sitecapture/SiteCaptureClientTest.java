package io.sitehook.sitecapture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sitehook.simulator.Fault;
import io.sitehook.simulator.SimulatedProject;
import io.sitehook.simulator.Simulator;
import io.sitehook.spi.Download;
import io.sitehook.spi.SiteCaptureException;
import io.sitehook.spi.SiteCaptureProject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The client against a real HTTP server that answers well and badly. */
class SiteCaptureClientTest {
    private static final Instant NOON = Instant.parse("2026-11-02T12:00:00Z");

    @TempDir
    Path directory;

    private Simulator simulator;
    private FakeTime time;
    private SiteCaptureClient client;

    @BeforeEach
    void start() throws IOException {
        simulator = Simulator.start().put(SimulatedProject.withPhotos("3057", "COMPLETE", NOON, 8));
        time = new FakeTime();
        client = client(simulator, Simulator.PASSWORD, time, ZoneOffset.UTC);
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    private static SiteCaptureClient client(Simulator simulator, String password, Time time, ZoneId zone) {
        Account account =
                new Account("sitecapture", simulator.url(), Simulator.USER, password, Simulator.API_KEY, 3, 100, zone);
        return new SiteCaptureClient(account, Clock.fixed(NOON, ZoneOffset.UTC), time, Duration.ofMillis(1_500));
    }

    @Test
    void aProjectIsReadWithItsFieldsAndPhotos() throws Exception {
        SiteCaptureProject project = client.project("3057");
        assertThat(project.id()).isEqualTo("3057");
        assertThat(project.text("status")).hasValue("COMPLETE");
        assertThat(project.text("template_id")).hasValue("7");
        assertThat(project.text("fields")).isEmpty();
        assertThat(project.text("priority")).isEmpty();
        assertThat(project.fields()).hasSize(5);
        assertThat(project.fields().get(0).displayValue()).hasValue("In order");
        assertThat(project.fields().get(1).section()).isEqualTo("Section 1");
        assertThat(project.fields().get(1).mediaIds()).containsExactly("30570001", "30570005");
        assertThat(project.json()).contains("\"display_line1\": \"House 3057\"");
        assertThat(client.templates()).contains("Survey");
    }

    @Test
    void projectsAreReadPageByPageUntilOneIsShort() throws Exception {
        for (int i = 0; i < 250; i++) {
            simulator.put(SimulatedProject.withPhotos(String.valueOf(5000 + i), "NEW", NOON.plusSeconds(60), 0));
        }
        List<String> ids = new ArrayList<>();
        assertThat(client.projectsUpdatedAfter(NOON, project -> ids.add(project.id())))
                .isEqualTo(250);
        assertThat(ids).doesNotHaveDuplicates().hasSize(250).doesNotContain("3057");
        assertThat(simulator.requests("/projects?max=100")).isEqualTo(3);
        // The time is given in the zone that the connection's setting names.
        client(simulator, Simulator.PASSWORD, time, ZoneOffset.ofHours(2)).projectsUpdatedAfter(NOON, project -> {});
        assertThat(simulator.requests("last_updated_after=20261102140000")).isEqualTo(1);
    }

    @Test
    void filesComeWholeWithTheirDigestAndType() throws Exception {
        Download photo = client.photo("30570001", directory.resolve("photo"));
        assertThat(Files.readAllBytes(photo.file())).isEqualTo(SimulatedProject.photo("30570001", 20_000));
        assertThat(photo.size()).isEqualTo(20_000);
        assertThat(photo.contentType()).isEqualTo("image/jpeg");
        assertThat(photo.extension()).isEqualTo("jpg");
        assertThat(photo.sha256()).hasSize(64);
        assertThat(client.report("3057", directory.resolve("report")).extension())
                .isEqualTo("pdf");
        assertThat(client.photosZip("3057", directory.resolve("zip")).contentType())
                .isEqualTo("application/zip");
        assertThat(files()).containsExactly("photo", "report", "zip");
        assertThat(time.longWaits()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "SLOW",
                "CUT_OFF",
                "SHORT_LENGTH",
                "LONG_LENGTH",
                "UNAVAILABLE",
                "ERROR_PAGE",
                "ERROR_PAGE_AS_IMAGE"
            })
    void whatMayPassIsTriedAgain(Fault fault) throws Exception {
        simulator.fault("/media/", fault, 2);
        Download photo = client.photo("30570001", directory.resolve("photo"));
        assertThat(Files.readAllBytes(photo.file())).isEqualTo(SimulatedProject.photo("30570001", 20_000));
        assertThat(files()).containsExactly("photo");
        assertThat(simulator.requests("/media/")).isEqualTo(3);
        assertThat(time.longWaits()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "CUT_OFF",
                "SHORT_LENGTH",
                "LONG_LENGTH",
                "UNAVAILABLE",
                "ERROR_PAGE",
                "ERROR_PAGE_AS_IMAGE",
                "NOT_FOUND",
                "ECHO",
                "REDIRECT",
                "EXPIRED_LOGIN"
            })
    void whatDoesNotPassIsAnErrorAndNoFile(Fault fault) throws Exception {
        Path file = Files.writeString(directory.resolve("photo"), "from before");
        for (String path : List.of("/media/", "/images/", "/report/")) {
            simulator.fault(path, fault, 100);
        }
        List<ThrowingCallable> calls = List.of(
                () -> client.photo("30570001", file),
                () -> client.photosZip("3057", file),
                () -> client.report("3057", file));
        for (ThrowingCallable call : calls) {
            SiteCaptureException problem = catchThrowableOfType(SiteCaptureException.class, call);
            assertThat(problem).hasMessageContaining("connection sitecapture").hasMessageNotContainingAny("\n", "\r");
            assertThat(stackTrace(problem)).doesNotContain("canary");
        }
        assertThat(files()).containsExactly("photo");
        assertThat(file).hasContent("from before");
    }

    @Test
    void aProjectThatIsAnErrorPageIsNoProject() {
        simulator.fault("/project/", Fault.ERROR_PAGE, 100);
        assertThatThrownBy(() -> client.project("3057"))
                .isInstanceOf(SiteCaptureException.class)
                .hasMessageContaining("HTML page instead of JSON");
        assertThat(simulator.requests("/project/")).isEqualTo(4);
        assertThat(time.longWaits()).hasSize(3).isSorted();
    }

    @Test
    void aShortRetryAfterIsWaitedForAndALongOneIsHandedOn() throws Exception {
        simulator.fault("/project/", Fault.TOO_MANY, 2);
        client.project("3057");
        assertThat(time.longWaits()).containsExactly(2L, 2L);
        simulator.fault("/project/", Fault.TOO_MANY_FOR_LONG, 1);
        SiteCaptureException busy = catchThrowableOfType(SiteCaptureException.class, () -> client.project("3057"));
        assertThat(busy.status()).hasValue(429);
        assertThat(busy.retryAfter()).hasValue(Duration.ofMinutes(10));
        // The pause is the connection's: nobody else asks before it is over.
        int before = simulator.requests("");
        assertThatThrownBy(() -> client.templates()).hasMessageContaining("has asked to wait");
        assertThat(simulator.requests("")).isEqualTo(before);
        time.sleep(Duration.ofMinutes(10));
        assertThat(client.templates()).isNotEmpty();
    }

    @Test
    void aWrongLoginNamesTheConnectionAndIsNotTriedAgain() {
        SiteCaptureClient wrong = client(simulator, "canary-wrong-password", time, ZoneOffset.UTC);
        SiteCaptureException refused = catchThrowableOfType(SiteCaptureException.class, () -> wrong.project("3057"));
        assertThat(refused.status()).hasValue(401);
        assertThat(refused)
                .hasMessageContainingAll("connection sitecapture", "rest-password", "Not authenticated")
                .hasMessageNotContaining("canary");
        assertThat(simulator.requests("/project/")).isEqualTo(1);
    }

    @Test
    void noSecretIsInAMessageEvenIfTheServerRepeatsIt() {
        simulator.fault("/project/", Fault.ECHO, 1);
        SiteCaptureException problem = catchThrowableOfType(SiteCaptureException.class, () -> client.project("3057"));
        assertThat(problem).hasMessageContaining("bad headers").hasMessageContaining("***");
        assertThat(stackTrace(problem)).doesNotContain("canary", Simulator.PASSWORD, Simulator.API_KEY);
        assertThat(new Account("c", simulator.url(), "u", "canary", "canary", 1, 1, ZoneOffset.UTC).toString())
                .doesNotContain("canary");
    }

    @Test
    void textFromTheServerIsOneLine() {
        simulator.fault("/project/", Fault.UNAVAILABLE, 100);
        assertThatThrownBy(() -> client.project("3057"))
                .hasMessageContaining("answered 503")
                .hasMessageContaining("\\u000a")
                .hasMessageNotContainingAny("\n", "\r");
    }

    @Test
    void anIdIsOneSegmentOfThePathWhateverIsInIt() throws Exception {
        assertThatThrownBy(() -> client.project("../1_0/media?a=b#\n")).hasMessageContaining("404");
        assertThat(simulator.requests().keySet())
                .containsExactly("/customer_api/2_0/project/..%2F1_0%2Fmedia%3Fa%3Db%23%0A");
        assertThatThrownBy(() -> client.project("..")).hasMessageContaining("no id");
    }

    @Test
    void requestsKeepWithinTheConnectionsLimits() throws Exception {
        simulator.photoMillis(20);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Download>> photos = IntStream.rangeClosed(1, 8)
                    .<Callable<Download>>mapToObj(
                            i -> () -> client.photo("3057000" + i, directory.resolve("photo" + i)))
                    .toList();
            for (Future<Download> photo : threads.invokeAll(photos)) {
                photo.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(simulator.mostAtOnce()).isLessThanOrEqualTo(3);
        Pace pace = new Pace(time, 10, 4);
        long start = time.nanos();
        for (int i = 0; i < 9; i++) {
            pace.enter();
            pace.leave();
        }
        assertThat(Duration.ofNanos(time.nanos() - start)).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void anInterruptEndsACallAndLeavesNoPieces() throws Exception {
        simulator.fault("/media/", Fault.SLOW, 1);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> client.photo("30570001", directory.resolve("photo")))
                .isInstanceOf(InterruptedException.class);
        assertThat(files()).isEmpty();
    }

    @Test
    void aFileThatCantBeWrittenIsNoFaultOfTheServer() {
        assertThatThrownBy(() -> client.photo("30570001", directory.resolve("missing/photo")))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(SiteCaptureException.class);
        assertThat(simulator.requests("/media/")).isEqualTo(1);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> list = Files.list(directory)) {
            return list.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static String stackTrace(Throwable problem) {
        StringWriter text = new StringWriter();
        problem.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
