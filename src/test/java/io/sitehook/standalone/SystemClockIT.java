package io.sitehook.standalone;

import static io.sitehook.standalone.ServedHome.await;
import static io.sitehook.standalone.ServedHome.body;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The system's clock is set while a server runs, and reaches the days on which calendars go wrong: all of it for one
 * process, by libfaketime.
 */
@Tag("campaign")
class SystemClockIT {
    private static final Duration BACK_OFF = Duration.ofHours(1);
    private static final Duration BACK_OFF_WITH_JITTER = Duration.ofMinutes(75);
    private static final List<Path> LIBRARIES = List.of(
            Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"),
            Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1"));

    /** Summer time begins and ends in Berlin, a leap day begins and ends, a year ends, and seconds outgrow 31 bits. */
    private static final List<Instant> EDGES = List.of(
            Instant.parse("2027-03-28T01:00:00Z"),
            Instant.parse("2027-10-31T01:00:00Z"),
            Instant.parse("2028-02-28T23:00:00Z"),
            Instant.parse("2028-02-29T23:00:00Z"),
            Instant.parse("2028-12-31T23:00:00Z"),
            Instant.parse("2038-01-19T03:14:08Z"));

    @TempDir
    Path directory;

    private ServedHome served;
    private Path offset;
    private Path aside;
    private int posts;

    @BeforeEach
    void prepare() throws IOException {
        served = new ServedHome(
                directory,
                "sitehook.delivery.schedule=" + BACK_OFF.toHours() + "h\nsitehook.retention.finished=5000d\n");
        offset = directory.resolve("offset");
        aside = directory.resolve("aside");
        set(Duration.ZERO);
    }

    private WarProcess serve() throws IOException {
        Optional<Path> library = LIBRARIES.stream().filter(Files::exists).findFirst();
        assumeTrue(library.isPresent(), "libfaketime is not installed");
        return WarProcess.start(
                directory,
                Map.of(
                        "LD_PRELOAD",
                        library.get().toString(),
                        "FAKETIME_TIMESTAMP_FILE",
                        offset.toString(),
                        "FAKETIME_CACHE_DURATION", // seconds until it looks at the file again
                        "1",
                        "FAKETIME_DONT_FAKE_MONOTONIC", // the system's own does not jump either
                        "1",
                        "TZ",
                        "Europe/Berlin"),
                "serve",
                "--port",
                "0",
                "--home",
                served.home.toString());
    }

    /** Sets the server's clock, by how much it is ahead of the real one. */
    private void set(Duration ahead) throws IOException {
        Path next = Files.writeString(directory.resolve("next"), "%+d".formatted(ahead.toSeconds()));
        Files.move(next, offset, StandardCopyOption.ATOMIC_MOVE);
    }

    private void setTo(Instant time) throws IOException {
        set(Duration.between(Instant.now(), time));
    }

    private void post(String url) throws IOException, InterruptedException {
        posts++;
        assertThat(served.post(url, body("p" + posts, "COMPLETE")).statusCode()).isEqualTo(200);
    }

    /** Posts until one has the time that was set, which also shows that it was. */
    private void postAt(String url, Instant time) throws Exception {
        await("an event is received at " + time, () -> {
            post(url);
            Instant received = Instant.ofEpochMilli(
                    Long.parseLong(served.query("SELECT received_at FROM event ORDER BY seq DESC LIMIT 1")));
            return Duration.between(time, received).abs().compareTo(Duration.ofSeconds(60)) < 0;
        });
    }

    private void awaitAllDone() throws Exception {
        await(
                "all deliveries are done",
                () -> served.query("SELECT count(*) FROM delivery WHERE state = 'DONE'")
                        .equals(String.valueOf(2 * posts)));
    }

    /** Until those that can't write have failed, and wait for their next attempt. */
    private void awaitFailures(int failures) throws Exception {
        await(
                failures + " have failed",
                () -> served.query("SELECT count(*) FROM delivery WHERE state = 'PENDING' AND failures = 1")
                        .equals(String.valueOf(failures)));
    }

    private Duration longestWait(Instant now) throws SQLException {
        return Duration.between(
                now,
                Instant.ofEpochMilli(
                        Long.parseLong(served.query("SELECT max(due_at) FROM delivery WHERE state = 'PENDING'"))));
    }

    /** Where the directory of the handler write-file should be is a file: it fails. */
    private void block() throws IOException {
        if (Files.isDirectory(served.written)) {
            Files.move(served.written, aside);
        }
        Files.createFile(served.written);
    }

    private void unblock() throws IOException {
        Files.delete(served.written);
        Files.move(aside, served.written);
    }

    @Test
    void afterTwoDaysForwardAndThreeBackEverythingRunsInItsTime() throws Exception {
        try (WarProcess server = serve()) {
            String url = server.readyUrl();
            block();
            post(url);
            awaitFailures(1);
            unblock();
            set(Duration.ofDays(2));
            postAt(url, Instant.now().plus(Duration.ofDays(2)));
            awaitAllDone();

            block();
            post(url);
            awaitFailures(1);
            assertThat(longestWait(Instant.now().plus(Duration.ofDays(2))))
                    .isBetween(Duration.ofMinutes(44), BACK_OFF_WITH_JITTER);
            int before = posts;
            set(Duration.ofDays(-1));
            postAt(url, Instant.now().minus(Duration.ofDays(1)));
            awaitFailures(1 + posts - before);
            Instant back = Instant.now().minus(Duration.ofDays(1));
            await("none waits longer by the new clock", () -> longestWait(back).compareTo(BACK_OFF_WITH_JITTER) < 0);
            unblock();
            Duration ahead = Duration.ofDays(-1).plus(BACK_OFF_WITH_JITTER);
            set(ahead);
            postAt(url, Instant.now().plus(ahead));
            awaitAllDone();
            assertThat(served.query("SELECT count(*) FROM attempt WHERE outcome = 'CRASHED'"))
                    .as("leases taken for ones that had run out")
                    .isEqualTo("0");
            assertThat(served.query("SELECT count(*) FROM event")).isEqualTo(String.valueOf(posts));
            assertThat(server.errors()).contains("the clock was set back");
        }
    }

    @Test
    void daysOnWhichCalendarsGoWrongAreAsAnyOther() throws Exception {
        try (WarProcess server = serve()) {
            String url = server.readyUrl();
            for (Instant edge : EDGES) {
                setTo(edge.minusSeconds(20));
                postAt(url, edge.minusSeconds(20));
                awaitAllDone();
                setTo(edge.plusSeconds(1));
                await("the clock is past " + edge, () -> {
                    post(url);
                    return served.query("SELECT max(received_at) > " + edge.toEpochMilli() + " FROM event")
                            .equals("1");
                });
                awaitAllDone();
            }
            List<String> ids = new ArrayList<>(served.column("SELECT id FROM event ORDER BY seq"));
            assertThat(ids).as("nothing was taken out").hasSize(posts).isSorted();
            assertThat(served.query("SELECT max(attempts) FROM delivery")).isEqualTo("1");
            assertThat(server.errors()).doesNotContain("SEVERE", "the clock was set back");
        }
    }
}
