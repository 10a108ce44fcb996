package io.sitehook.standalone;

import static io.sitehook.standalone.ServedHome.await;
import static io.sitehook.standalone.ServedHome.body;
import static io.sitehook.standalone.ServedHome.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two hundred posts a second for ten minutes, alone and beside programs that want the whole machine. */
@Tag("campaign")
class SteadyLoadIT {
    private static final int SECONDS = Integer.getInteger("sitehook.test.loadSeconds", 600);
    private static final int RATE = 200;
    private static final int CLIENTS = 64;

    @TempDir
    Path directory;

    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger others = new AtomicInteger();

    @Test
    void twoHundredASecondAreAnsweredInTime() throws Exception {
        AtomicLongArray micros = load();
        assertThat(refused).hasValue(0);
        assertThat(percentile(micros, 0.99)).as("p99, ms").isLessThan(500);
        assertThat(percentile(micros, 0.999)).as("p99.9, ms").isLessThan(3_000);
    }

    @Test
    void besideProgramsThatWantTheWholeMachineNothingIsLost() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/stress-ng")), "stress-ng is not installed");
        Process stress = new ProcessBuilder(
                        "stress-ng", "--cpu", "2", "--vm", "1", "--vm-bytes", "512M", "--hdd", "1", "--quiet")
                .directory(directory.toFile())
                .start();
        try {
            load();
        } finally {
            stress.destroy();
            stress.waitFor();
        }
        assertThat(refused.get()).isLessThanOrEqualTo(SECONDS * RATE / 20);
    }

    /** Posts each at its time; how late an answer is counts from then, so that a server that stalls is not spared. */
    private AtomicLongArray load() throws Exception {
        ServedHome served = new ServedHome(directory, "sitehook.connections.sitecapture.duplicate-window=0s\n");
        int posts = SECONDS * RATE;
        AtomicLongArray micros = new AtomicLongArray(posts);
        try (WarProcess server = served.serve()) {
            String url = server.readyUrl();
            AtomicInteger next = new AtomicInteger();
            long start = System.nanoTime();
            List<Thread> clients = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                Thread thread = new Thread(() -> {
                    for (int i = next.getAndIncrement(); i < posts; i = next.getAndIncrement()) {
                        long due = start + TimeUnit.SECONDS.toNanos(1) * i / RATE;
                        LockSupport.parkNanos(due - System.nanoTime()); // the rate of the load
                        post(served, url, i);
                        micros.set(i, TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - due));
                    }
                });
                thread.start();
                clients.add(thread);
            }
            for (Thread client : clients) {
                client.join();
            }
            System.out.printf(
                    "%d/s for %d s: %d acknowledged, %d refused, p50 %d ms, p99 %d ms, p99.9 %d ms%n",
                    RATE,
                    SECONDS,
                    acknowledged.size(),
                    refused.get(),
                    percentile(micros, 0.5),
                    percentile(micros, 0.99),
                    percentile(micros, 0.999));
            await(
                    "the backlog is done",
                    () -> served.query("SELECT count(*) FROM event WHERE state = 'RECEIVED'")
                            .equals("0"));
        }
        assertThat(others).as("neither 200 nor 503").hasValue(0);
        Set<String> stored = served.column("SELECT id FROM event");
        assertThat(stored.containsAll(acknowledged))
                .as("each is there")
                .isTrue(); // AssertJ's own looks at all for each
        assertThat(stored).hasSizeBetween(acknowledged.size(), acknowledged.size() + refused.get());
        return micros;
    }

    private void post(ServedHome served, String url, int number) {
        try {
            HttpResponse<String> answer = served.post(url, body("p" + number % 1_000, "ACCEPTED"));
            switch (answer.statusCode()) {
                case 200 -> acknowledged.add(event(answer));
                case 503 -> refused.incrementAndGet();
                default -> others.incrementAndGet();
            }
        } catch (IOException e) {
            others.incrementAndGet();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long percentile(AtomicLongArray micros, double part) {
        long[] sorted = new long[micros.length()];
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] = micros.get(i);
        }
        Arrays.sort(sorted);
        return sorted[(int) (part * (sorted.length - 1))] / 1_000;
    }
}
