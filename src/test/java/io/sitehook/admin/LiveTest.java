package io.sitehook.admin;

import static io.sitehook.testing.Incomings.change;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveTest {
    @TempDir
    Path directory;

    private AdminServer server;
    private final List<InputStream> open = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        server = new AdminServer(directory);
    }

    @AfterEach
    void stop() throws Exception {
        for (InputStream stream : open) {
            stream.close();
        }
        server.close();
    }

    private InputStream watch() throws Exception {
        HttpResponse<InputStream> answer = HttpClient.newHttpClient()
                .send(server.request("live").build(), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        open.add(answer.body());
        return answer.body();
    }

    private static BufferedReader reader(InputStream stream) {
        return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
    }

    /** The data of the next message of a name. */
    private static String next(BufferedReader lines, String name) throws IOException {
        String line = lines.readLine();
        while (line != null) {
            if (line.equals("event: " + name)) {
                return lines.readLine();
            }
            line = lines.readLine();
        }
        throw new AssertionError("the stream has ended");
    }

    private static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("it did not come true within 30 seconds");
            }
            LockSupport.parkNanos(2_000_000);
        }
    }

    @Test
    void tellsTheStatusAtOnceAndEachNewEvent() throws Exception {
        server.store.put(change("0", "BEFORE"));
        BufferedReader lines = reader(watch());
        assertThat(next(lines, "status")).startsWith("data: {").contains("\"time\":", "\"level\":");
        server.store.put(change("1", "A"));
        server.store.put(change("2", "B"));
        assertThat(next(lines, "event")).contains("\"project\":\"1\"");
        assertThat(next(lines, "event")).contains("\"project\":\"2\"");
    }

    @Test
    void fiftyPagesCostNoThreadEachAndOneThatDoesNotReadHoldsUpNobody() throws Exception {
        long before = threads();
        for (int i = 0; i < 50; i++) {
            watch(); // none of these is read
        }
        BufferedReader reading = reader(watch());
        assertThat(server.live.watchers()).isEqualTo(51);
        next(reading, "status");
        server.store.put(change("1", "A"));
        assertThat(next(reading, "event")).contains("\"project\":\"1\"");
        assertThat(threads() - before).isLessThan(5);
    }

    /** Threads of the API; those of the container's pool come and go with requests. */
    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("sitehook-admin"))
                .count();
    }

    @Test
    void theStreamsEndWithTheApplicationAndLeaveNoThread() throws Exception {
        BufferedReader lines = reader(watch());
        next(lines, "status");
        server.live.close();
        String line = lines.readLine();
        while (line != null) {
            line = lines.readLine();
        }
        until(() -> server.live.watchers() == 0 && threads() == 0);
        assertThat(server.get("live").statusCode()).isEqualTo(503);
    }
}
