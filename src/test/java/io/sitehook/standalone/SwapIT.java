package io.sitehook.standalone;

import static io.sitehook.standalone.ServedHome.await;
import static io.sitehook.standalone.ServedHome.body;
import static org.assertj.core.api.Assertions.assertThat;

import io.sitehook.handle.HandlerJars;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A handler jar is replaced again and again while events come in. */
class SwapIT {
    private static final int SENDERS = 4;
    private static final int EVENTS_PER_SECOND = 200;

    @TempDir
    Path directory;

    @Test
    void everyEventIsHandledOnceThroughTenSwaps() throws Exception {
        swap(10);
    }

    @Test
    @Tag("campaign")
    void everyEventIsHandledOnceThroughFiftySwaps() throws Exception {
        swap(50);
    }

    @Test
    void whatAHandlerLeavesOpenWaitsUntilItIsBackAndParkedEventsAreOffered() throws Exception {
        ServedHome served = new ServedHome(directory, "sitehook.delivery.schedule=1s,1s\n");
        Path handlers = served.home.resolve("handlers");
        Files.delete(handlers.resolve("log-status.jar"));
        Files.delete(handlers.resolve("write-file.jar"));
        try (WarProcess server = served.serve()) {
            String url = server.readyUrl();
            served.post(url, body("1", "COMPLETE"));
            await("parked", () -> served.query("SELECT state FROM event").equals("PARKED"));
            install(served, "return Outcome.retry(\"not yet\");");
            await("offered", () -> server.errors().contains("1 parked events are of states that handler swap takes"));
            served.post(url, body("2", "COMPLETE"));
            await(
                    "tried",
                    () -> !served.query("SELECT 1 FROM delivery WHERE failures > 0")
                            .isEmpty());
            Files.delete(handlers.resolve("swap.jar"));
            await("it waits", () -> server.errors().contains("1 open deliveries wait for handler swap, which is not"));
            assertThat(served.query("SELECT state FROM delivery")).isEqualTo("PENDING");
            install(served, "return Outcome.done();");
            await("it has run", () -> served.query("SELECT state FROM delivery").equals("DONE"));
            assertThat(served.query("SELECT count(*) FROM event WHERE state = 'PARKED'"))
                    .isEqualTo("1");
        }
    }

    private void swap(int swaps) throws Exception {
        ServedHome served = new ServedHome(directory, "");
        install(served, 0);
        ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger sent = new AtomicInteger();
        try (WarProcess server = served.serve()) {
            String url = server.readyUrl();
            await("the first jar is in use", () -> server.errors().contains("handler swap takes"));
            long start = System.nanoTime();
            List<Future<Object>> running = IntStream.range(0, SENDERS)
                    .mapToObj(sender -> senders.submit(sender(served, url, sender, sent, over)))
                    .toList();
            for (int version = 1; version <= swaps; version++) {
                int times = version;
                install(served, version);
                await("swap " + version, () -> count(server.errors(), "swap.jar was replaced") == times);
            }
            over.set(true);
            for (Future<Object> one : running) {
                one.get();
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            await(
                    "all are done",
                    () -> served.query("SELECT count(*) FROM delivery WHERE handler = 'swap' AND state = 'DONE'")
                            .equals(String.valueOf(sent.get())));
            await("the old classes are unloaded", () -> {
                server.collectGarbage();
                return count(server.errors(), "swap.jar are unloaded") == swaps;
            });
            System.out.printf(
                    "%d swaps under %.0f events/s: %d events, %s handled once, %d old loaders collected%n",
                    swaps,
                    sent.get() / seconds,
                    sent.get(),
                    served.query("SELECT count(*) FROM delivery WHERE handler = 'swap' AND attempts = 1"),
                    count(server.errors(), "swap.jar are unloaded"));
            assertThat(server.errors()).doesNotContain("leaked", " ERROR ");
        } finally {
            over.set(true);
            senders.shutdownNow();
        }
        assertThat(served.query("SELECT count(*) FROM event")).isEqualTo(String.valueOf(sent.get()));
        assertThat(served.query("SELECT max(attempts) FROM delivery")).isEqualTo("1");
        // Each attempt names the jar that it really ran on: the text comes from the jar, the digest from the record.
        String attempts = " FROM attempt a JOIN delivery d ON d.id = a.delivery WHERE d.handler = 'swap'";
        assertThat(served.query("SELECT count(DISTINCT a.text)" + attempts)).isEqualTo(String.valueOf(swaps + 1));
        assertThat(served.query("SELECT count(DISTINCT a.unit_sha256)" + attempts))
                .isEqualTo(String.valueOf(swaps + 1));
        assertThat(served.query("SELECT count(DISTINCT a.text || a.unit_sha256)" + attempts))
                .isEqualTo(String.valueOf(swaps + 1));
    }

    private static Callable<Object> sender(
            ServedHome served, String url, int sender, AtomicInteger sent, AtomicBoolean over) {
        return () -> {
            long interval = TimeUnit.SECONDS.toNanos(1) * SENDERS / EVENTS_PER_SECOND;
            long next = System.nanoTime();
            for (int i = 0; !over.get(); i++) {
                String project = "s" + sender + "-" + i;
                assertThat(served.post(url, body(project, "COMPLETE")).statusCode())
                        .isEqualTo(200);
                sent.incrementAndGet();
                next += interval;
                LockSupport.parkNanos(next - System.nanoTime()); // the rate
            }
            return null;
        };
    }

    /** As an operator would: a whole file, moved into place. */
    private void install(ServedHome served, int version) throws Exception {
        install(served, "return Outcome.done(\"version " + version + "\");");
    }

    private void install(ServedHome served, String body) throws Exception {
        Path made = HandlerJars.jar(directory.resolve("made/swap.jar"))
                .handler("swap.Swap", "swap", body)
                .build();
        Files.move(made, served.home.resolve("handlers/swap.jar"), StandardCopyOption.REPLACE_EXISTING);
    }

    private static int count(String text, String part) {
        return text.split(part, -1).length - 1;
    }
}
