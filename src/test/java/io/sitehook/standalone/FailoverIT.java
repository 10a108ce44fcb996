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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that dies, hangs or moves to its standby, under load. */
@Tag("wide")
class FailoverIT {
    private static final int CLIENTS = 4;

    @TempDir
    Path directory;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger answered503 = new AtomicInteger();
    private final AtomicLong slowestRefusalNanos = new AtomicLong();
    private final AtomicBoolean over = new AtomicBoolean();
    private final List<Thread> clients = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        over.set(true);
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    private Postgres postgres(String name) throws IOException {
        Postgres server = Postgres.start(Files.createDirectory(directory.resolve(name)), Map.of());
        open.add(server);
        return server;
    }

    private ClusterNode node(String name, String url) throws IOException {
        ClusterNode node = new ClusterNode(
                Files.createDirectory(directory.resolve(name)), name, url, "postgres", List.of("log-status"), "");
        open.add(node);
        return node.start();
    }

    private void load(List<ClusterNode> nodes) {
        AtomicInteger next = new AtomicInteger();
        for (int client = 0; client < CLIENTS; client++) {
            ClusterNode node = nodes.get(client % nodes.size());
            Thread thread = new Thread(() -> {
                while (!over.get()) {
                    int i = next.getAndIncrement();
                    long begun = System.nanoTime();
                    try {
                        HttpResponse<String> answer = node.served()
                                .post(
                                        node.url(),
                                        body("p" + i % 100, "COMPLETE").replace("Some", "Some " + i));
                        if (answer.statusCode() == 200) {
                            acknowledged.add(event(answer));
                        } else {
                            refused.incrementAndGet();
                            answered503.addAndGet(answer.statusCode() == 503 ? 1 : 0);
                            slowestRefusalNanos.accumulateAndGet(System.nanoTime() - begun, Math::max);
                        }
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    } catch (InterruptedException e) {
                        return;
                    }
                }
            });
            thread.start();
            clients.add(thread);
        }
    }

    private void awaitMoreAcknowledged(int more) throws Exception {
        int now = acknowledged.size();
        await(more + " more posts", () -> acknowledged.size() >= now + more);
    }

    private void endLoad() throws InterruptedException {
        over.set(true);
        for (Thread thread : clients) {
            thread.join();
        }
    }

    /** Measures until posts are taken again, goes on for a while, ends the load, and looks. */
    private void goesOn(String what, Postgres server, String database, long since, int more) throws Exception {
        awaitMoreAcknowledged(1);
        Duration time = Duration.ofNanos(System.nanoTime() - since);
        awaitMoreAcknowledged(more);
        endLoad();
        assertNothingLost(what, server, database, time);
    }

    private void assertNothingLost(String what, Postgres server, String database, Duration gone) throws Exception {
        await(
                "everything is handled",
                () -> server.number(
                                database,
                                "SELECT (SELECT count(*) FROM event WHERE state = 'RECEIVED') + (SELECT count(*) FROM unrouted)"
                                        + " + (SELECT count(*) FROM delivery WHERE state <> 'DONE')")
                        == 0);
        Set<String> stored = server.column(database, "SELECT id FROM event");
        long found = acknowledged.stream().filter(stored::contains).count();
        System.out.println(what + ": " + acknowledged.size() + " acknowledged, " + found + " found of " + stored.size()
                + " stored, " + refused + " refused (" + answered503 + " by 503), slowest refusal "
                + Duration.ofNanos(slowestRefusalNanos.get()).toMillis() + " ms, posts taken again after "
                + gone.toMillis() + " ms");
        assertThat(found).isEqualTo(acknowledged.size());
        // Negative control: the database was gone, and posts met that.
        assertThat(refused.get()).isPositive().isEqualTo(answered503.get());
        // What was refused may have been stored: its commit's outcome was unknown.
        assertThat(stored.size() - found).isLessThanOrEqualTo(refused.get());
    }

    @Test
    void thePrimaryIsKilledAndItsStandbyTakesOver() throws Exception {
        Postgres primary = postgres("primary");
        String database = primary.createDatabase();
        Postgres standby = primary.standby(Files.createDirectory(directory.resolve("standby")), "standby", Map.of());
        open.add(standby);
        primary.execute("postgres", "ALTER SYSTEM SET synchronous_standby_names = 'standby'");
        primary.execute("postgres", "SELECT pg_reload_conf()");
        String url = "jdbc:postgresql://127.0.0.1:" + primary.port() + ",127.0.0.1:" + standby.port() + "/" + database;
        load(List.of(node("a", url), node("b", url)));
        awaitMoreAcknowledged(300);
        primary.kill();
        long gone = System.nanoTime();
        standby.promote();
        goesOn("failover to a synchronous standby", standby, database, gone, 300);
    }

    @Test
    void theDatabaseIsKilledAndStartsAgain() throws Exception {
        Postgres server = postgres("server");
        String database = server.createDatabase();
        load(List.of(node("a", server.url(database)), node("b", server.url(database))));
        awaitMoreAcknowledged(200);
        server.kill();
        int before = refused.get();
        await("a refused post", () -> refused.get() > before);
        server.restart();
        long back = System.nanoTime();
        goesOn("kill -9 and restart of the database", server, database, back, 200);
    }

    @Test
    void theDatabaseHangsForAWhile() throws Exception {
        Postgres server = postgres("server");
        String database = server.createDatabase();
        load(List.of(node("a", server.url(database))));
        awaitMoreAcknowledged(100);
        server.signal("STOP");
        await("posts are refused though nothing answers", () -> refused.get() >= CLIENTS);
        server.signal("CONT");
        long back = System.nanoTime();
        goesOn("a database that hangs", server, database, back, 100);
        assertThat(Duration.ofNanos(slowestRefusalNanos.get())).isLessThan(Duration.ofSeconds(10));
    }
}
