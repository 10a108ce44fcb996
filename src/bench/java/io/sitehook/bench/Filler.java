package io.sitehook.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Fills a store by SQL, which takes seconds where posts would take hours. The server must be stopped. */
final class Filler {
    private static final String EVENTS = """
            INSERT INTO event (id, connection, received_at, state, project_id, kind, status, workflow_state, body,
                body_sha256, signature, remote_address, user_agent)
            %1$sSELECT '01939d2e-0000-7000-8000-' || %2$s, 'bench', %3$d, '%4$s', 'p' || (n %% %5$d), 'status_change',
                'Complete', 'COMPLETE', %6$s, %7$s, 'current secret, hex', '127.0.0.1', 'bench' FROM numbers""";

    private final Database database;

    Filler(Database database) {
        this.database = database;
    }

    /** Events of a while ago that are done with: no handler took them. */
    void oldEvents(long count) throws IOException, InterruptedException, SQLException {
        if (count > 0) {
            database.execute(List.of(events(count, "PARKED", 100_000)));
        }
    }

    /** Events each of which waits to be handled by {@code handler}, in one line for each of so many projects. */
    void backlog(long count, int projects, String handler) throws IOException, InterruptedException, SQLException {
        List<String> statements = new ArrayList<>();
        statements.add(events(count, "ROUTED", projects));
        // The oldest of each project is the head of its line.
        statements.add("""
                INSERT INTO delivery (event, handler, connection, project_id, state, head, due_at)
                SELECT seq, '%s', connection, project_id, 'PENDING', CASE WHEN seq IN
                    (SELECT min(seq) FROM event WHERE state = 'ROUTED' GROUP BY project_id) THEN 1 ELSE 0 END, received_at
                FROM event WHERE state = 'ROUTED' ORDER BY seq""".formatted(handler));
        database.execute(statements);
    }

    private String events(long count, String state, int projects) {
        String body = Posts.body(1).replace("'", "''");
        boolean sqlite = database instanceof Database.Sqlite;
        return EVENTS.formatted(
                database.numbers(count),
                database.hex("n"),
                System.currentTimeMillis() - 60_000,
                state,
                projects,
                sqlite ? "CAST('" + body + "' AS BLOB)" : "convert_to('" + body + "', 'UTF8')",
                sqlite ? "zeroblob(32)" : "decode(repeat('00', 32), 'hex')");
    }
}
