package io.sitehook.standalone;

import static io.sitehook.standalone.ServedHome.await;
import static io.sitehook.standalone.ServedHome.body;
import static io.sitehook.standalone.ServedHome.event;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 under load: what was answered 200 is there after the restart, and reaches its handler. */
class KillIT {
    private static final int CLIENTS = 4;
    private static final int PROJECTS = 50;

    @TempDir
    Path directory;

    @Test
    void nothingAcknowledgedIsLostInTenKills() throws Exception {
        killRepeatedly(10, 20261124);
    }

    @Test
    @Tag("campaign")
    void nothingAcknowledgedIsLostInThreeHundredKills() throws Exception {
        killRepeatedly(300, 3057);
    }

    private void killRepeatedly(int rounds, long seed) throws Exception {
        ServedHome served = new ServedHome(directory, "");
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        Random random = new Random(seed);
        for (int round = 0; round < rounds; round++) {
            try (WarProcess server = served.serve()) {
                load(served, server, server.readyUrl(), round, 50 + random.nextInt(2950), acknowledged);
            }
            assertThat(served.query("PRAGMA integrity_check")).isEqualTo("ok");
        }
        try (WarProcess server = served.serve()) {
            server.readyUrl();
            await(
                    "everything has reached its handlers",
                    () -> served.query("SELECT count(*) FROM event WHERE state = 'RECEIVED'")
                                    .equals("0")
                            && served.query("SELECT count(*) FROM delivery WHERE state IN ('PENDING', 'RUNNING')")
                                    .equals("0"));
        }
        Set<String> stored = served.column("SELECT id FROM event");
        long found = acknowledged.stream().filter(stored::contains).count();
        String twice = served.query("SELECT count(*) FROM delivery WHERE attempts > 1");
        System.out.println("kill -9, " + rounds + " rounds: " + acknowledged.size() + " acknowledged, " + found
                + " found, " + served.query("SELECT count(*) FROM delivery WHERE state = 'DONE'")
                + " deliveries done, " + twice + " of them run more than once");
        // Negative control: a schedule that kills before anything was acknowledged would prove nothing.
        assertThat(acknowledged.size()).isGreaterThan(rounds);
        assertThat(found).isEqualTo(acknowledged.size());
        assertThat(served.query("SELECT count(*) FROM delivery WHERE state <> 'DONE'"))
                .isEqualTo("0");
        assertThat(served.filesWritten())
                .isEqualTo(Long.parseLong(served.query("SELECT count(*) FROM event WHERE state = 'ROUTED'")));
        assertThat(Integer.parseInt(twice)).isLessThanOrEqualTo(rounds * 2 * CLIENTS);
    }

    private static void load(
            ServedHome served, WarProcess server, String url, int round, int millis, Set<String> acknowledged)
            throws IOException, InterruptedException {
        AtomicBoolean over = new AtomicBoolean();
        List<Thread> clients = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
            String prefix = "r" + round + "c" + client;
            Thread thread = new Thread(() -> {
                for (int i = 0; !over.get(); i++) {
                    try {
                        HttpResponse<String> answer = served.post(
                                url,
                                body(prefix + "-" + i % PROJECTS, "COMPLETE").replace("Some", "Some " + i));
                        if (answer.statusCode() == 200) {
                            acknowledged.add(event(answer));
                        }
                    } catch (IOException e) {
                        // the kill; whether this post was stored nobody was told
                    } catch (InterruptedException e) {
                        return;
                    }
                }
            });
            thread.start();
            clients.add(thread);
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis)); // the seeded moment of the kill
        server.kill();
        over.set(true);
        for (Thread thread : clients) {
            thread.join();
        }
    }
}
