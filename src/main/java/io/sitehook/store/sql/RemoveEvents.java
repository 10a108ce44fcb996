package io.sitehook.store.sql;

import io.sitehook.store.Purge.Kept;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Takes events out, with their deliveries and attempts. For one transaction. */
final class RemoveEvents implements AutoCloseable {
    private static final String NEWEST =
            "SELECT 1 FROM event e JOIN connection_total t ON t.connection = e.connection AND t.last_id = e.id"
                    + " WHERE e.seq = ?";
    // Only of swept connections, only of their projects' last status changes.
    private static final String NOTE_STATE = """
            INSERT INTO purged_state (connection, project_id, workflow_state, at)
            SELECT e.connection, e.project_id, e.workflow_state, e.received_at FROM event e
            WHERE e.seq = ? AND e.project_id IS NOT NULL AND e.duplicate_of IS NULL AND e.kind = 'status_change'
                AND EXISTS (SELECT 1 FROM sweep s WHERE s.connection = e.connection)
                AND NOT EXISTS (SELECT 1 FROM event l WHERE l.connection = e.connection AND l.project_id = e.project_id
                    AND l.duplicate_of IS NULL AND l.project_id IS NOT NULL AND l.seq > e.seq AND l.kind = 'status_change')
            ON CONFLICT (connection, project_id) DO UPDATE SET workflow_state = excluded.workflow_state, at = excluded.at""";
    private static final String ATTEMPTS =
            "DELETE FROM attempt WHERE delivery IN (SELECT id FROM delivery WHERE event = ?)";
    private static final String DELIVERIES = "DELETE FROM delivery WHERE event = ?";
    private static final String EVENT = "DELETE FROM event WHERE seq = ?";
    private static final String COUNT = """
            INSERT INTO purged (connection, events) VALUES (?, ?)
            ON CONFLICT (connection) DO UPDATE SET events = purged.events + excluded.events""";

    private final Connection connection;
    private final List<PreparedStatement> statements = new ArrayList<>();
    private final PreparedStatement again;
    private final PreparedStatement newest;
    private final Map<String, Integer> counts = new HashMap<>();

    RemoveEvents(Connection connection) throws SQLException {
        this.connection = connection;
        try {
            for (String sql : List.of(SqlPurge.LOOK + " e.seq = ?", NEWEST, NOTE_STATE, ATTEMPTS, DELIVERIES, EVENT)) {
                statements.add(connection.prepareStatement(sql));
            }
            again = statements.get(0);
            newest = statements.get(1);
        } catch (SQLException e) {
            close();
            throw e;
        }
    }

    /** Whether it was taken out: it is as it was, and not the newest of its connection. */
    boolean remove(Kept event) throws SQLException {
        if (!isAsItWas(event) || isNewest(event)) {
            return false;
        }
        for (PreparedStatement statement : statements.subList(2, statements.size())) {
            statement.setLong(1, event.position());
            statement.executeUpdate();
        }
        counts.merge(event.connection(), 1, Integer::sum);
        return true;
    }

    private boolean isAsItWas(Kept event) throws SQLException {
        again.setLong(1, event.position());
        try (ResultSet row = again.executeQuery()) {
            return row.next() && SqlPurge.kept(row).equals(event);
        }
    }

    private boolean isNewest(Kept event) throws SQLException {
        newest.setLong(1, event.position());
        try (ResultSet row = newest.executeQuery()) {
            return row.next();
        }
    }

    /** Writes down how many it were; at the end. */
    void count() throws SQLException {
        for (Map.Entry<String, Integer> entry : counts.entrySet()) {
            new Query(COUNT, entry.getKey(), entry.getValue()).update(connection);
        }
    }

    @Override
    public void close() throws SQLException {
        for (PreparedStatement statement : statements) {
            statement.close();
        }
    }
}
