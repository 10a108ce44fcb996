package io.sitehook.standalone;

import static io.sitehook.standalone.ServedHome.await;
import static io.sitehook.standalone.ServedHome.body;
import static io.sitehook.standalone.ServedHome.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.sitehook.testing.Postgres;
import io.sitehook.verify.Signer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
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
import org.junit.jupiter.api.io.TempDir;

/** Several servers on one PostgreSQL. */
@Tag("wide")
class ClusterIT {
    private static final List<String> HANDLERS = List.of("log-status", "write-file", "write-row");

    @TempDir
    Path directory;

    private Postgres postgres;
    private String database;
    private final List<ClusterNode> nodes = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        Path home = Files.createDirectory(directory.resolve("postgres"));
        postgres = Postgres.start(home, Map.of());
        database = ClusterNode.createDatabase(postgres);
    }

    @AfterEach
    void stop() {
        nodes.forEach(ClusterNode::close);
        postgres.close();
    }

    private ClusterNode node(String name, List<String> handlers, String... settings) throws IOException {
        ClusterNode node = ClusterNode.of(
                Files.createDirectory(directory.resolve(name)), name, postgres, database, handlers, settings);
        nodes.add(node);
        return node;
    }

    private long number(String sql) throws SQLException {
        return postgres.number(database, sql);
    }

    private long open() throws SQLException {
        return number(ClusterNode.OPEN);
    }

    /** As long as it becomes less, it may take its time. */
    private void awaitNothingOpen() throws Exception {
        for (long open = open(); open > 0; open = open()) {
            long before = open;
            await("something of what is open is done", () -> open() < before);
        }
    }

    /** First attempts of a project begin in the order of receipt, and no two attempts of it run at once. */
    private void assertOrder() throws SQLException {
        assertThat(number("""
                        SELECT count(*) FROM (
                            SELECT a.started_at, lag(a.started_at) OVER w AS before
                            FROM delivery d JOIN attempt a ON a.delivery = d.id AND a.number = 1
                            WINDOW w AS (PARTITION BY d.handler, d.connection, d.project_id ORDER BY d.event)) f
                        WHERE f.started_at < f.before""")).as("first attempts out of order").isZero();
        assertThat(number("""
                        SELECT count(*) FROM (
                            SELECT a.started_at, lag(coalesce(a.finished_at, a.started_at)) OVER w AS ended
                            FROM delivery d JOIN attempt a ON a.delivery = d.id
                            WINDOW w AS (PARTITION BY d.handler, d.connection, d.project_id
                                ORDER BY a.started_at, d.event, a.number)) f
                        WHERE f.started_at < f.ended""")).as("attempts of one project side by side").isZero();
    }

    @Test
    void threeServersWithKillsHandleEverythingInOrderAndTransactionsOnce() throws Exception {
        killsUnderLoad(1_200, 200, 3, 20261126);
    }

    @Test
    @Tag("campaign")
    void twentyThousandEventsOverTwoThousandProjects() throws Exception {
        killsUnderLoad(20_000, 2_000, 30, 3057);
    }

    private void killsUnderLoad(int events, int projects, int kills, long seed) throws Exception {
        for (String name : List.of("a", "b", "c")) {
            node(name, HANDLERS).start();
        }
        AtomicInteger next = new AtomicInteger();
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        AtomicInteger refused = new AtomicInteger();
        List<Thread> clients = new ArrayList<>();
        for (int client = 0; client < 6; client++) {
            int number = client;
            Thread thread = new Thread(() -> post(next, events, projects, number, acknowledged, refused));
            thread.start();
            clients.add(thread);
        }
        Random random = new Random(seed);
        for (int kill = 0; kill < kills; kill++) {
            int until = (kill + 1) * events / (kills + 1);
            await("the next kill", () -> next.get() >= until);
            ClusterNode victim = nodes.get(random.nextInt(nodes.size()));
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(200))); // the seeded moment of the kill
            victim.kill();
            victim.start();
        }
        for (Thread thread : clients) {
            thread.join();
        }
        awaitNothingOpen();
        Set<String> stored = postgres.column(database, "SELECT id FROM event");
        long found = acknowledged.stream().filter(stored::contains).count();
        long done = number("SELECT count(*) FROM delivery WHERE state = 'DONE'");
        long twice = number("SELECT count(*) FROM delivery WHERE attempts > 1");
        long effects = number("SELECT coalesce(sum(changes), 0) FROM example.project");
        System.out.println("three servers, " + kills + " kills: " + acknowledged.size() + " acknowledged, " + found
                + " found of " + stored.size() + " stored, " + refused + " posts met a dead server or 503, " + done
                + " deliveries done, " + twice + " run more than once, " + effects + " transactional effects");
        assertThat(found).isEqualTo(acknowledged.size()).isGreaterThanOrEqualTo(events);
        assertThat(number("SELECT count(*) FROM delivery WHERE state <> 'DONE'"))
                .isZero();
        assertThat(done).isEqualTo(3L * stored.size());
        assertThat(effects)
                .as("each event has taken effect once, though attempts were killed")
                .isEqualTo(stored.size());
        // Negative control: without attempts that died there is nothing to get wrong.
        assertThat(twice).isPositive();
        assertOrder();
        assertThat(number("SELECT count(DISTINCT node) FROM attempt")).isEqualTo(3);
    }

    /** Each client has its own projects, and posts an event again until somebody has taken it. */
    private void post(
            AtomicInteger next, int events, int projects, int client, Set<String> acknowledged, AtomicInteger refused) {
        int server = client;
        for (int i = next.getAndIncrement(); i < events; i = next.getAndIncrement()) {
            boolean taken = false;
            while (!taken) {
                ClusterNode node = nodes.get(server++ % nodes.size());
                try {
                    HttpResponse<String> answer = node.served()
                            .post(
                                    node.url(),
                                    body("p" + i % projects, "COMPLETE").replace("Some", "Some " + i));
                    taken = answer.statusCode() == 200;
                    if (taken) {
                        acknowledged.add(event(answer));
                    } else {
                        refused.incrementAndGet();
                    }
                } catch (IOException e) {
                    refused.incrementAndGet(); // killed; whether it was stored nobody was told
                } catch (InterruptedException e) {
                    return;
                }
            }
        }
    }

    @Test
    void serversWithDifferentJarsGiveEachEventToAllHandlers() throws Exception {
        ClusterNode old = node("old", List.of("log-status")).start();
        ClusterNode fresh = node("fresh", List.of("log-status", "write-row")).start();
        await(
                "both have said what they have",
                () -> number("SELECT count(*) FROM node_handler WHERE handler = 'log'") == 2
                        && number("SELECT count(*) FROM node_handler WHERE handler = 'write-row'") == 1);
        for (int i = 0; i < 40; i++) {
            ClusterNode node = i % 2 == 0 ? old : fresh;
            assertThat(node.served().post(node.url(), body("p" + i, "COMPLETE")).statusCode())
                    .isEqualTo(200);
        }
        awaitNothingOpen();
        assertThat(number("SELECT count(*) FROM delivery WHERE handler = 'write-row' AND state = 'DONE'"))
                .isEqualTo(40);
        assertThat(number("SELECT count(*) FROM delivery WHERE handler = 'log' AND state = 'DONE'"))
                .isEqualTo(40);
    }

    @Test
    void aServerThatHangsLosesItsWorkToTheOthersAndItsLateResultChangesNothing() throws Exception {
        ClusterNode first = node("first", HANDLERS).start();
        for (int i = 0; i < 200; i++) {
            first.served().post(first.url(), body("p" + i % 10, "COMPLETE").replace("Some", "Some " + i));
        }
        first.signal("STOP");
        ClusterNode second = node("second", HANDLERS).start();
        // The database cuts off the transaction that the stopped server may be in; its leases run out.
        postgres.execute(database, "UPDATE delivery SET lease_until = 0 WHERE state = 'RUNNING'");
        assertThat(second.served().post(second.url(), body("late", "COMPLETE")).statusCode())
                .isEqualTo(200);
        awaitNothingOpen();
        first.signal("CONT");
        assertThat(postOnANewConnection(first, body("after", "COMPLETE"))).isIn(200, 503);
        awaitNothingOpen();
        assertThat(number("SELECT count(*) FROM delivery WHERE state <> 'DONE'"))
                .isZero();
        assertThat(number("SELECT coalesce(sum(changes), 0) FROM example.project"))
                .isEqualTo(number("SELECT count(*) FROM event WHERE state = 'ROUTED'"));
        assertOrder();
    }

    @Test
    void aTransactionalHandlerOfAServerThatHangsLetsGoOfItsRows() throws Exception {
        String[] quick = {
            "sitehook.delivery.deadline=4s", "sitehook.delivery.schedule=1s", "sitehook.delivery.attempts=100"
        };
        ClusterNode first = node("first", List.of("write-row"), quick).start();
        postgres.execute(database, "INSERT INTO example.project VALUES ('held', 'OLD', 0, now())");
        try (Connection holder = postgres.connect(database);
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("SELECT * FROM example.project FOR UPDATE");
            assertThat(first.served()
                            .post(first.url(), body("held", "COMPLETE"))
                            .statusCode())
                    .isEqualTo(200);
            await(
                    "the handler waits for its row",
                    () -> number("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                                    + " AND query LIKE 'INSERT INTO example.project%'")
                            == 1);
            first.signal("STOP");
        } // Now the stopped server has the row, and never says what becomes of it.
        await(
                "it holds the row",
                () -> number("SELECT count(*) FROM pg_stat_activity WHERE state = 'idle in transaction'") == 1);
        node("second", List.of("write-row"), quick).start();
        postgres.execute(database, "UPDATE delivery SET lease_until = 0 WHERE owner = 'first'");
        awaitNothingOpen();
        assertThat(number("SELECT changes FROM example.project WHERE id = 'held'"))
                .isEqualTo(1);
        first.signal("CONT");
        assertThat(postOnANewConnection(first, body("held", "AGAIN"))).isIn(200, 503);
        awaitNothingOpen();
        assertThat(number("SELECT changes FROM example.project WHERE id = 'held'"))
                .isEqualTo(number("SELECT count(*) FROM event WHERE state = 'ROUTED'"));
    }

    @Test
    void aSecondServerOfTheSameNameIsRefused() throws Exception {
        node("same", HANDLERS).start();
        ClusterNode second =
                ClusterNode.of(Files.createDirectory(directory.resolve("again")), "same", postgres, database, HANDLERS);
        WarProcess.Result result = WarProcess.run(
                second.served().directory,
                "serve",
                "--port",
                "0",
                "--home",
                second.served().home.toString());
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err() + result.out()).contains("another server by the name same works on this database");
    }

    @Test
    void whatIsConfiguredAtOneServerHoldsAtTheOther() throws Exception {
        ClusterNode one = node("one", List.of("log-status")).start();
        ClusterNode other = node("other", List.of("log-status")).start();
        AdminClient admin = new AdminClient(one.url());
        admin.loginFirst("admin", one.process().oneTimePassword(), "a password of the tests alone");
        String secret = "a secret that was typed into the page";
        assertThat(admin.change(
                                "POST",
                                "/admin/api/connections",
                                "{\"name\":\"account\",\"hmacSecret\":\"" + secret + "\"}")
                        .statusCode())
                .isEqualTo(201);
        String body = body("1", "COMPLETE");
        await("the other server takes posts for it", () -> post(other, "account", secret, body) == 200);
        awaitNothingOpen();
        assertThat(admin.change("POST", "/admin/api/handlers/log/pause", "{\"reason\":\"the CRM is down\"}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(post(other, "account", secret, body("2", "COMPLETE"))).isEqualTo(200);
        await("it is routed", () -> number("SELECT count(*) FROM delivery") == 2);
        assertThat(number("SELECT count(*) FROM delivery WHERE state = 'PENDING'"))
                .isEqualTo(1);
        assertThat(admin.change("POST", "/admin/api/handlers/log/resume", "{}").statusCode())
                .isEqualTo(204);
        awaitNothingOpen();
        assertThat(admin.get("/admin/api/status").body()).contains("\"name\":\"other\"", "\"name\":\"one\"");
    }

    /** A server that goes on after it hung closes the connections that were idle meanwhile, under the hands of their client. */
    private static int postOnANewConnection(ClusterNode node, String body) throws IOException, InterruptedException {
        return post(node, "sitecapture", ServedHome.SECRET, body);
    }

    private static int post(ClusterNode node, String connection, String secret, String body)
            throws IOException, InterruptedException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(node.url() + "/webhooks/" + connection))
                                .header("x-hmac-hash", new Signer(secret.getBytes(StandardCharsets.UTF_8)).hex(bytes))
                                .POST(HttpRequest.BodyPublishers.ofByteArray(bytes))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }
}
