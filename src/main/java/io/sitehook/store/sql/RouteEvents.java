package io.sitehook.store.sql;

import io.sitehook.store.Worklist.Routing;
import io.sitehook.store.Worklist.Target;
import io.sitehook.store.Worklist.Unrouted;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes the deliveries of events that have none yet. */
final class RouteEvents {
    private static final String UNROUTED = """
            SELECT seq, connection, project_id, kind, workflow_state, received_at
            FROM event WHERE state = 'RECEIVED' ORDER BY seq LIMIT ?""";

    // First in its line if no older delivery of this handler and project is open.
    private static final String INSERT = """
            INSERT INTO delivery (event, handler, connection, project_id, state, due_at, head)
            SELECT e.seq, ?, e.connection, e.project_id, 'PENDING', e.received_at, CASE WHEN EXISTS (
                SELECT 1 FROM delivery d WHERE d.handler = ? AND d.connection = e.connection
                    AND d.project_id = e.project_id AND d.state IN ('PENDING', 'RUNNING')) THEN 0 ELSE 1 END
            FROM event e WHERE e.seq = ?""";

    private static final String SUPERSEDE = """
            UPDATE delivery SET state = 'SUPERSEDED', head = 0, finished_at = ?
            WHERE handler = ? AND connection = ? AND project_id = ? AND state IN ('PENDING', 'RUNNING')
                AND state = 'PENDING' AND attempts > 0 AND replayed_by IS NULL""";

    private static final String SETTLE = "UPDATE event SET state = ?, reason = ? WHERE seq = ?";

    /** A row of {@link #UNROUTED}. */
    private record Row(
            long seq,
            String connection,
            String projectId,
            String kind,
            @Nullable String state,
            long receivedAt) {}

    int run(Connection connection, Routing routing, int most) throws SQLException {
        List<Row> rows = unrouted(connection, most);
        if (rows.isEmpty()) {
            return 0;
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT);
                PreparedStatement supersede = connection.prepareStatement(SUPERSEDE);
                PreparedStatement settle = connection.prepareStatement(SETTLE)) {
            for (Row row : rows) {
                List<Target> targets = routing.targets(new Unrouted(row.kind, row.state));
                for (Target target : targets) {
                    boolean replaced = false;
                    if (target.latest()) {
                        insert.executeBatch(); // what is replaced must be there
                        replaced = supersede(supersede, row, target.handler());
                    }
                    insert.setString(1, target.handler());
                    insert.setString(2, target.handler());
                    insert.setLong(3, row.seq);
                    insert.addBatch();
                    if (replaced) {
                        insert.executeBatch();
                        // The head may be gone while others were waiting behind it.
                        new Line(target.handler(), row.connection, row.projectId).settle(connection);
                    }
                }
                settle.setString(1, targets.isEmpty() ? "PARKED" : "ROUTED");
                settle.setString(2, targets.isEmpty() ? "no handler takes " + described(row) : null);
                settle.setLong(3, row.seq);
                settle.addBatch();
            }
            insert.executeBatch();
            settle.executeBatch();
        }
        StateTally.write(
                connection,
                rows.stream()
                        .filter(row -> row.kind.equals("status_change"))
                        .collect(Collectors.toMap(
                                row -> row.state == null ? "" : row.state,
                                row -> new StateTally.Seen(1, row.receivedAt),
                                StateTally.Seen::plus)));
        return rows.size();
    }

    private static String described(Row row) {
        if (!row.kind.equals("status_change")) {
            return "events of the kind " + row.kind;
        }
        return row.state == null ? "status changes without a workflow state" : "the workflow state " + row.state;
    }

    private static List<Row> unrouted(Connection connection, int most) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(UNROUTED)) {
            select.setInt(1, most);
            try (ResultSet result = select.executeQuery()) {
                while (result.next()) {
                    rows.add(new Row(
                            result.getLong(1),
                            result.getString(2),
                            result.getString(3),
                            result.getString(4),
                            result.getString(5),
                            result.getLong(6)));
                }
            }
        }
        return rows;
    }

    private static boolean supersede(PreparedStatement supersede, Row row, String handler) throws SQLException {
        supersede.setLong(1, row.receivedAt);
        supersede.setString(2, handler);
        supersede.setString(3, row.connection);
        supersede.setString(4, row.projectId);
        return supersede.executeUpdate() > 0;
    }
}
