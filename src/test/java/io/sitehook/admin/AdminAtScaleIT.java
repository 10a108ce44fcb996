package io.sitehook.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitehook.spi.WorkflowStates;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The calls of the pages with 1,000,000 events, through the API over HTTP: median and p99 of each are printed. Not a
 * timed test: it fails only where a call is not answered. The plans are held by a test of the store.
 */
@Tag("campaign")
class AdminAtScaleIT {
    private static final int EVENTS = Integer.getInteger("sitehook.test.events", 1_000_000);
    private static final int ROUNDS = 40;

    @TempDir
    Path directory;

    /** Five connections, 20 states, 50,000 projects; of 1,000 events 20 are dead letters, 5 parked, 2 unreadable. */
    private static final String EVENT = """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
            INSERT INTO event (id, connection, received_at, state, project_id, kind, status, workflow_state, body,
                body_sha256, duplicate_of, reason, signature, remote_address, content_type, user_agent)
            SELECT printf('%%08x-%%04x-7%%03x-8000-%%012x', (t >> 16), t & 65535, i & 4095, i), 'c' || (i %% 5), t,
                CASE WHEN i %% 1000 < 5 THEN 'PARKED' WHEN i %% 1000 < 7 THEN 'UNREADABLE'
                    WHEN i %% 1000 < 27 THEN 'DUPLICATE' ELSE 'ROUTED' END,
                CASE WHEN i %% 1000 BETWEEN 5 AND 6 THEN NULL ELSE 'p' || (i * 7919 %% 50000) END,
                CASE WHEN i %% 1000 BETWEEN 5 AND 6 THEN NULL ELSE 'status_change' END,
                CASE WHEN i %% 1000 BETWEEN 5 AND 6 THEN NULL ELSE 'Status ' || (i %% 19) END,
                CASE WHEN i %% 1000 BETWEEN 5 AND 6 OR i %% 19 = 0 THEN NULL
                    WHEN i %% 100003 = 0 THEN 'RARE' ELSE 'STATE_' || (i %% 19) END,
                CAST(printf('{"project_id":"p%%d","event":"status_change","status":"Status %%d","note":"%%s"}',
                    i * 7919 %% 50000, i %% 19, hex(zeroblob(60))) AS BLOB),
                zeroblob(32), CASE WHEN i %% 1000 BETWEEN 7 AND 26 THEN 'x' END, NULL, 'current secret, hex',
                '127.0.0.1', 'application/json', 'benchmark'
            FROM (SELECT i, %d + i * 600 AS t FROM n)""";

    private static final String DELIVERY = """
            INSERT INTO delivery (event, handler, connection, project_id, state, head, due_at, attempts, finished_at, cause,
                failed_at)
            SELECT seq, 'a', connection, project_id,
                CASE WHEN seq %% 1000 BETWEEN 100 AND 119 THEN 'DEAD' WHEN seq > %d THEN 'PENDING' ELSE 'DONE' END, 0,
                received_at, 1, received_at, CASE WHEN seq %% 1000 BETWEEN 100 AND 119 THEN 'k' || (seq %% 17) END,
                CASE WHEN seq %% 1000 BETWEEN 100 AND 119 THEN received_at END
            FROM event WHERE state = 'ROUTED'""";

    private void fill(AdminServer server) throws Exception {
        long first = server.clock.millis() - 600L * EVENTS;
        try (Connection connection = server.store.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA synchronous = OFF");
            statement.execute("PRAGMA cache_size = -200000");
            connection.setAutoCommit(false);
            statement.execute(String.format(Locale.ROOT, EVENT, EVENTS, first));
            statement.execute(String.format(Locale.ROOT, DELIVERY, EVENTS - EVENTS / 100));
            statement.execute("""
                    INSERT INTO attempt (delivery, number, started_at, finished_at, outcome, text, unit, unit_version,
                        unit_sha256, node) SELECT id, 1, due_at, due_at, 'DONE', 'text', 'a.jar', '1', '', 'n' FROM delivery""");
            statement.execute("""
                    INSERT INTO cause (key, handler, what, frame, text, first_at) SELECT DISTINCT cause, 'a', 'X', 'a.b(C)',
                        'text', 0 FROM delivery WHERE cause IS NOT NULL""");
            statement.execute("""
                    INSERT INTO tally (connection, minute, received, duplicates) SELECT connection, received_at / 60000,
                        count(*), sum(state = 'DUPLICATE') FROM event GROUP BY 1, 2""");
            statement.execute("""
                    INSERT INTO connection_total SELECT connection, count(*), max(received_at), max(id) FROM event
                    GROUP BY 1""");
            statement.execute("""
                    INSERT INTO handler_tally SELECT received_at / 60000, 'a', count(*), 0 FROM event GROUP BY 1""");
            statement.execute("""
                    INSERT INTO state_tally SELECT coalesce(workflow_state, ''), count(*), max(received_at) FROM event
                    GROUP BY 1""");
            connection.commit();
        }
        for (int i = 0; i < 5; i++) {
            server.connections.add(new Connections.Known("c" + i, "active", "file", true, null));
        }
        server.handler("a", WorkflowStates.all());
    }

    private static String ms(long nanos) {
        return String.format(Locale.ROOT, "%7.1f", nanos / 1e6);
    }

    private void measure(AdminServer server, String path) {
        List<Long> times = new ArrayList<>();
        int bytes = 0;
        for (int i = 0; i < ROUNDS; i++) {
            server.clock.advance(Duration.ofSeconds(2)); // otherwise the status of before is as good
            long start = System.nanoTime();
            var answer = server.get(path);
            times.add(System.nanoTime() - start);
            assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(200);
            bytes = answer.body().length();
        }
        Collections.sort(times);
        System.out.printf(
                Locale.ROOT,
                "%-62s median %s ms, p99 %s ms, %d bytes%n",
                path,
                ms(times.get(ROUNDS / 2)),
                ms(times.get(ROUNDS * 99 / 100)),
                bytes);
    }

    @Test
    void theCallsOfThePagesWithAMillionEvents() throws Exception {
        try (AdminServer server = new AdminServer(directory)) {
            fill(server);
            String deep = server.json(
                            "events?limit=100&to=" + server.clock.instant().minus(Duration.ofMillis(300L * EVENTS)))
                    .getString("next");
            String event = server.json("events?limit=1&deliveryState=dead")
                    .getJsonArray("items")
                    .getJsonObject(0)
                    .getString("id");
            String key = server.json("failures")
                    .getJsonArray("groups")
                    .getJsonObject(0)
                    .getString("key");
            String late = server.clock.instant().minus(Duration.ofHours(1)).toString();
            for (String path : List.of(
                    "status",
                    "status/history?hours=1",
                    "status/history?hours=168",
                    "coverage",
                    "handlers",
                    "about",
                    "events",
                    "events?limit=100&cursor=" + deep,
                    "events?connection=c1",
                    "events?project=p17",
                    "events?workflowState=STATE_3",
                    "events?workflowState=RARE",
                    "events?workflowState=-",
                    "events?connection=c1&workflowState=STATE_3",
                    "events?state=parked",
                    "events?state=unreadable",
                    "events?state=duplicate",
                    "events?state=routed",
                    "events?handler=a",
                    "events?handler=a&deliveryState=dead",
                    "events?deliveryState=done",
                    "events?deliveryState=pending",
                    "events?from=" + late,
                    "events?to=" + late,
                    "events?q=p4711",
                    "events?q=" + event.substring(0, 13),
                    "events?q=Status%2018",
                    "events?q=nowhere",
                    "events?connection=c1&state=routed&deliveryState=dead&q=STATUS",
                    "events/" + event,
                    "failures",
                    "failures?connection=c1&state=dead",
                    "deliveries",
                    "deliveries?state=dead",
                    "deliveries?state=pending",
                    "deliveries?state=done&connection=c2",
                    "deliveries?cause=" + key,
                    "deliveries?project=p17",
                    "audit")) {
                measure(server, path);
            }
        }
    }
}
