package io.sitehook.store.sql;

import io.sitehook.store.Worklist.Routing;
import io.sitehook.store.Worklist.Target;
import io.sitehook.store.Worklist.Unrouted;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes the deliveries of events that have none yet. */
final class RouteEvents {
    // First in its line if no older delivery of this handler and project is open.
    private static final String INSERT = """
            INSERT INTO delivery (event, handler, connection, project_id, state, due_at, head)
            SELECT e.seq, t.handler, e.connection, e.project_id, 'PENDING', e.received_at, CASE WHEN
                row_number() OVER (PARTITION BY t.handler, e.connection, e.project_id ORDER BY e.seq) > 1
                OR EXISTS (SELECT 1 FROM delivery d WHERE d.handler = t.handler AND d.connection = e.connection
                    AND d.project_id = e.project_id AND d.state IN ('PENDING', 'RUNNING')) THEN 0 ELSE 1 END
            FROM t JOIN event e ON e.seq = t.event ORDER BY e.seq, t.handler""";

    private static final String SUPERSEDE = """
            UPDATE delivery SET state = 'SUPERSEDED', head = 0, finished_at = ?
            WHERE handler = ? AND connection = ? AND project_id = ? AND state IN ('PENDING', 'RUNNING')
                AND state = 'PENDING' AND attempts > 0 AND replayed_by IS NULL""";

    private static final String SETTLE =
            "UPDATE event SET state = t.becomes, reason = t.words FROM t WHERE event.seq = t.nr";

    /** An event that was not routed yet. */
    record Row(
            long seq,
            String connection,
            String projectId,
            String kind,
            @Nullable String state,
            long receivedAt) {}

    /** Who gets an event; nobody: it is parked. */
    record Routed(Row row, List<Target> targets) {
        String becomes() {
            return targets.isEmpty() ? "PARKED" : "ROUTED";
        }

        @Nullable
        String reason() {
            return targets.isEmpty() ? "no handler takes " + described(row) : null;
        }

        Routed at(long seq) {
            return new Routed(
                    new Row(seq, row.connection, row.projectId, row.kind, row.state, row.receivedAt), targets);
        }
    }

    /** A new delivery. */
    private record Open(long event, String handler) {}

    private final Dialect dialect;
    private final UnroutedEvents unroutedEvents;

    RouteEvents(Dialect dialect) {
        this.dialect = dialect;
        unroutedEvents = new UnroutedEvents(dialect);
    }

    int run(Connection connection, Routing routing, int most) throws SQLException {
        List<UnroutedEvents.Waiting> waiting = UnroutedEvents.oldest(connection, most);
        if (waiting.isEmpty()) {
            return 0;
        }
        List<Routed> routed = new ArrayList<>();
        List<Routed> changed = new ArrayList<>();
        for (UnroutedEvents.Waiting one : waiting) {
            Row row = one.row();
            Routed now = new Routed(row, routing.targets(new Unrouted(row.kind, row.state)));
            routed.add(now);
            if (!now.becomes().equals(one.state())) {
                changed.add(now);
            }
        }
        open(connection, routed);
        unroutedEvents.remove(connection, waiting);
        new Rows<>(changed)
                .number("nr", one -> one.row.seq)
                .text("becomes", Routed::becomes)
                .text("words", Routed::reason)
                .update(connection, dialect, SETTLE);
        return waiting.size();
    }

    /** Makes the deliveries of events that are stored, in their order, and counts their states. */
    void open(Connection connection, List<Routed> routed) throws SQLException {
        List<Open> opened = new ArrayList<>();
        for (Routed one : routed) {
            Row row = one.row;
            for (Target target : one.targets) {
                boolean replaced = false;
                if (target.latest()) {
                    insert(connection, opened); // what is replaced must be there
                    replaced = supersede(connection, row, target.handler());
                }
                opened.add(new Open(row.seq, target.handler()));
                if (replaced) {
                    insert(connection, opened);
                    // The head may be gone while others were waiting behind it.
                    new Line(target.handler(), row.connection, row.projectId).settle(connection);
                }
            }
        }
        insert(connection, opened);
        StateTally.write(
                connection,
                routed.stream()
                        .map(Routed::row)
                        .filter(row -> row.kind.equals("status_change"))
                        .collect(Collectors.toMap(
                                row -> row.state == null ? "" : row.state,
                                row -> new StateTally.Seen(1, row.receivedAt),
                                StateTally.Seen::plus)));
    }

    private static String described(Row row) {
        if (!row.kind.equals("status_change")) {
            return "events of the kind " + row.kind;
        }
        return row.state == null ? "status changes without a workflow state" : "the workflow state " + row.state;
    }

    /** Writes the new deliveries, and forgets them. */
    private void insert(Connection connection, List<Open> opened) throws SQLException {
        if (!opened.isEmpty()) {
            new Rows<>(opened)
                    .number("event", Open::event)
                    .text("handler", Open::handler)
                    .with(dialect)
                    .and(INSERT)
                    .update(connection);
            opened.clear();
        }
    }

    private static boolean supersede(Connection connection, Row row, String handler) throws SQLException {
        return new Query(SUPERSEDE, row.receivedAt, handler, row.connection, row.projectId).update(connection) > 0;
    }
}
