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
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Very many posts at the same moment: each is answered 200 or 503, and what was answered 200 is there and in order. */
class BurstIT {
    private static final int PROJECTS = 200;

    @TempDir
    Path directory;

    @Test
    void twoThousandAtOnce() throws Exception {
        burst(2_000, 256, "");
    }

    @Test
    void moreThanMayWaitAreRefusedAndNothingElseIs() throws Exception {
        // Negative control: with a short queue the same burst is refused in part, and what is refused is not stored.
        Map<Integer, Integer> answers = burst(1_000, 256, "sitehook.receive.queue-limit=100\n");
        assertThat(answers).containsKey(200);
    }

    @Test
    @Tag("campaign")
    void fiveThousandAtOnce() throws Exception {
        burst(5_000, 1_000, "");
    }

    private Map<Integer, Integer> burst(int posts, int connections, String settings) throws Exception {
        ServedHome served =
                new ServedHome(directory, "sitehook.connections.sitecapture.duplicate-window=0s\n" + settings);
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        Map<Integer, Integer> answers = new ConcurrentHashMap<>();
        long start = System.nanoTime();
        try (WarProcess server = served.serve()) {
            String url = server.readyUrl();
            start = System.nanoTime();
            post(served, url, posts, connections, acknowledged, answers);
            System.out.printf(
                    "burst of %d over %d connections: %s in %.1f s%n",
                    posts, connections, answers, (System.nanoTime() - start) / 1e9);
            assertThat(answers.keySet()).isSubsetOf(200, 503);
            await(
                    "the backlog is done",
                    () -> served.query("SELECT (SELECT count(*) FROM event WHERE state = 'RECEIVED')"
                                    + " + (SELECT count(*) FROM delivery WHERE state <> 'DONE')")
                            .equals("0"));
        }
        assertThat(served.column("SELECT id FROM event"))
                .containsAll(acknowledged)
                .hasSize(answers.get(200));
        assertThat(acknowledged).hasSize(answers.get(200));
        assertThat(served.query("SELECT max(attempts) FROM delivery")).isEqualTo("1");
        // In order within a project: a later event's attempt never began before an earlier one's ended.
        assertThat(served.query("SELECT count(*) FROM attempt a JOIN delivery d ON d.id = a.delivery"
                        + " JOIN delivery e ON e.handler = d.handler AND e.project_id = d.project_id AND e.event < d.event"
                        + " JOIN attempt b ON b.delivery = e.id WHERE b.finished_at > a.started_at"))
                .isEqualTo("0");
        return answers;
    }

    private static void post(
            ServedHome served,
            String url,
            int posts,
            int connections,
            Set<String> acknowledged,
            Map<Integer, Integer> answers)
            throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> clients = new ArrayList<>();
        for (int client = 0; client < connections; client++) {
            Thread thread = new Thread(() -> {
                try {
                    start.await();
                    for (int i = next.getAndIncrement(); i < posts; i = next.getAndIncrement()) {
                        HttpResponse<String> answer = served.post(url, body("p" + i % PROJECTS, "ACCEPTED"));
                        answers.merge(answer.statusCode(), 1, Integer::sum);
                        if (answer.statusCode() == 200) {
                            acknowledged.add(event(answer));
                        }
                    }
                } catch (IOException e) {
                    answers.merge(0, 1, Integer::sum); // not answered at all
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            thread.start();
            clients.add(thread);
        }
        start.countDown();
        for (Thread client : clients) {
            client.join();
        }
    }
}
