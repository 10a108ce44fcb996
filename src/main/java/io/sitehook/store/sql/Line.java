package io.sitehook.store.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The line of one handler and project: its open deliveries, oldest first. Only the head may run, so that a project's
 * deliveries never overtake each other and never run at the same time. A line that is not empty has one head.
 *
 * <p>A replayed delivery can be older than the head. If the head waits, the older one becomes the head. If the head
 * runs, it stays the head until it has ended, and then the oldest is next, also before the other's next attempt.
 */
record Line(String handler, String connection, String project) {
    private static final String RUNNING = """
            SELECT 1 FROM delivery INDEXED BY delivery_leased
            WHERE state = 'RUNNING' AND handler = ? AND connection = ? AND project_id = ? LIMIT 1""";

    private static final String OLDEST = """
            SELECT id, head FROM delivery INDEXED BY delivery_line
            WHERE handler = ? AND connection = ? AND project_id = ? AND state IN ('PENDING', 'RUNNING')
            ORDER BY event LIMIT 1""";

    private static final String MOVE_UP = """
            UPDATE delivery SET head = 1 FROM t WHERE delivery.head = 0 AND delivery.id = (
                SELECT d.id FROM delivery d INDEXED BY delivery_line
                WHERE d.handler = t.handler AND d.connection = t.connection AND d.project_id = t.project
                    AND d.state IN ('PENDING', 'RUNNING')
                ORDER BY d.event LIMIT 1)""";

    private static final String OTHERS = """
            UPDATE delivery INDEXED BY delivery_line SET head = 0
            WHERE handler = ? AND connection = ? AND project_id = ? AND state IN ('PENDING', 'RUNNING') AND head = 1""";

    /** Makes the oldest open delivery of each line the head, after the heads before were closed. */
    static void moveUp(Connection connection, Dialect dialect, List<Line> lines) throws SQLException {
        List<Line> unused = new Rows<>(lines)
                .text("handler", Line::handler)
                .text("connection", Line::connection)
                .text("project", Line::project)
                .update(connection, dialect, MOVE_UP);
    }

    /** Makes the oldest open delivery the only head, unless one of the line runs. */
    void settle(Connection connection) throws SQLException {
        First oldest = oldest(connection);
        // If it is the head, no other is.
        if (oldest == null
                || oldest.head()
                || new Query(RUNNING, handler, this.connection, project).number(connection) != null) {
            return;
        }
        new Query(OTHERS, handler, this.connection, project).update(connection);
        makeHead(connection, oldest.id());
    }

    /** The oldest open delivery. */
    private record First(long id, boolean head) {}

    private @Nullable First oldest(Connection connection) throws SQLException {
        return new Query(OLDEST, handler, this.connection, project)
                .first(connection, row -> new First(row.getLong(1), row.getInt(2) == 1));
    }

    private static void makeHead(Connection connection, long id) throws SQLException {
        new Query("UPDATE delivery SET head = 1 WHERE id = ?", id).update(connection);
    }
}
