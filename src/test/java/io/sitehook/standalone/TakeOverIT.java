package io.sitehook.standalone;

import static io.sitehook.standalone.ServedHome.await;
import static io.sitehook.standalone.ServedHome.body;
import static io.sitehook.standalone.ServedHome.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.sitehook.testing.Postgres;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One of two servers dies for good, again and again, and the other one does its work. */
@Tag("campaign")
class TakeOverIT {
    private static final int ROUNDS = Integer.getInteger("sitehook.test.takeOvers", 100);
    private static final int POSTS = 60;
    private static final int CLIENTS = 6;
    private static final Duration LEASE_AND_A_LOOK = Duration.ofSeconds(65);

    @TempDir
    Path directory;

    private final Random random = new Random(20261126);
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final List<ClusterNode> nodes = new ArrayList<>();
    private Postgres postgres;
    private String database;
    private int inFlight;

    @BeforeEach
    void start() throws Exception {
        postgres = Postgres.start(Files.createDirectory(directory.resolve("postgres")), Map.of());
        database = ClusterNode.createDatabase(postgres);
    }

    @AfterEach
    void stop() {
        nodes.forEach(ClusterNode::close);
        postgres.close();
    }

    private ClusterNode node(String name) throws IOException {
        ClusterNode node = ClusterNode.of(
                Files.createDirectory(directory.resolve(name)),
                name,
                postgres,
                database,
                List.of("log-status", "write-row"));
        nodes.add(node);
        return node.start();
    }

    private long number(String sql) throws SQLException {
        return postgres.number(database, sql);
    }

    @Test
    @Timeout(value = 90, unit = TimeUnit.MINUTES)
    void whatADeadServerHadIsDoneByTheOther() throws Exception {
        ClusterNode survivor = node("n0");
        long longestNanos = 0;
        for (int round = 1; round <= ROUNDS; round++) {
            ClusterNode victim = node("n" + round);
            killUnderLoad(survivor, victim);
            long killed = System.nanoTime();
            if (round > 1) {
                // The leases' minute is waited for once; after that the database's clock is as if it had passed.
                postgres.execute(
                        database,
                        "UPDATE delivery SET lease_until = 0 WHERE state = 'RUNNING' AND owner = '" + victim.name()
                                + "'");
            }
            await("the other has done all", () -> number(ClusterNode.OPEN) == 0);
            if (round == 1) {
                longestNanos = System.nanoTime() - killed;
            }
        }
        Set<String> stored = postgres.column(database, "SELECT id FROM event");
        long twice = number("SELECT count(*) FROM delivery WHERE attempts > 1");
        System.out.printf(
                "%d servers died: %d acknowledged, %d found of %d stored, %d attempts were running, %d deliveries run more"
                        + " than once, the first taken over after %d s%n",
                ROUNDS,
                acknowledged.size(),
                acknowledged.stream().filter(stored::contains).count(),
                stored.size(),
                inFlight,
                twice,
                TimeUnit.NANOSECONDS.toSeconds(longestNanos));
        assertThat(stored.containsAll(acknowledged)).isTrue();
        assertThat(number("SELECT count(*) FROM delivery WHERE state <> 'DONE'"))
                .isZero();
        assertThat(number("SELECT count(*) FROM delivery")).isEqualTo(2L * stored.size());
        // Negative control: without attempts that died there is nothing to take over.
        assertThat(twice).isPositive().isLessThanOrEqualTo(inFlight);
        assertThat(number("SELECT sum(changes) FROM example.project"))
                .as("effects in the handler's own transaction")
                .isEqualTo(stored.size());
        assertThat(longestNanos).isLessThan(LEASE_AND_A_LOOK.toNanos());
    }

    /** Posts to both; one is killed in the middle of it. */
    private void killUnderLoad(ClusterNode survivor, ClusterNode victim) throws Exception {
        AtomicInteger next = new AtomicInteger();
        List<Thread> clients = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
            Thread thread = new Thread(() -> {
                for (int i = next.getAndIncrement(); i < POSTS; i = next.getAndIncrement()) {
                    post(i % 2 == 0 ? survivor : victim, "p" + i % 20, victim.name() + " " + i);
                }
            });
            thread.start();
            clients.add(thread);
        }
        await("half of it is posted", () -> next.get() >= POSTS / 2);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(50))); // the seeded moment of the kill
        victim.kill();
        inFlight += (int)
                number("SELECT count(*) FROM delivery WHERE state = 'RUNNING' AND owner = '" + victim.name() + "'");
        for (Thread client : clients) {
            client.join();
        }
    }

    private void post(ClusterNode node, String project, String status) {
        try {
            HttpResponse<String> answer =
                    node.served().post(node.url(), body(project, "COMPLETE").replace("Some", status));
            if (answer.statusCode() == 200) {
                acknowledged.add(event(answer));
            }
        } catch (IOException e) {
            // killed; whether it was stored nobody was told
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
