package io.sitehook.store.sql;

import io.sitehook.store.sql.RouteEvents.Row;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * The events whose deliveries are still to be made. An event that was stored while nobody could say whom it is for is
 * {@code RECEIVED}, and its row is written again when it is routed. Any other was stored as what it will be, and its number
 * stands in a table of its own.
 */
final class UnroutedEvents {
    /** The state of an event {@code e} as it is shown. */
    static final String STATE =
            "CASE WHEN EXISTS (SELECT 1 FROM unrouted u WHERE u.seq = e.seq) THEN 'RECEIVED' ELSE e.state END";

    private static final String COLUMNS =
            "SELECT e.seq, e.connection, e.project_id, e.kind, e.workflow_state, e.received_at, e.state FROM ";
    private static final String OLDEST = "SELECT * FROM (" + COLUMNS
            + "event e INDEXED BY event_unrouted WHERE e.state = 'RECEIVED' ORDER BY e.seq LIMIT ?) received"
            + " UNION ALL SELECT * FROM (" + COLUMNS
            + "unrouted u JOIN event e ON e.seq = u.seq ORDER BY u.seq LIMIT ?) decided ORDER BY seq LIMIT ?";
    private static final String ADD = "INSERT INTO unrouted (seq) SELECT e.seq FROM t JOIN event e ON e.id = t.id";
    private static final String REMOVE = "DELETE FROM unrouted WHERE seq IN (SELECT nr FROM t)";

    private final Dialect dialect;

    UnroutedEvents(Dialect dialect) {
        this.dialect = dialect;
    }

    /**
     * One of them.
     *
     * @param state of its row: {@code RECEIVED}, or what it was taken for when it was stored
     */
    record Waiting(Row row, String state) {
        boolean isDecided() {
            return !state.equals("RECEIVED");
        }
    }

    static List<Waiting> oldest(Connection connection, int most) throws SQLException {
        return new Query(OLDEST, most, most, most).list(connection, UnroutedEvents::waiting);
    }

    private static Waiting waiting(ResultSet row) throws SQLException {
        return new Waiting(
                new Row(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getLong(6)),
                row.getString(7));
    }

    /** Adds events that have just been inserted as what they will be. */
    void add(Connection connection, List<String> ids) throws SQLException {
        if (!ids.isEmpty()) {
            new Rows<>(ids).text("id", id -> id).with(dialect).and(ADD).update(connection);
        }
    }

    /** Their deliveries are made. */
    void remove(Connection connection, List<Waiting> routed) throws SQLException {
        List<Waiting> decided = routed.stream().filter(Waiting::isDecided).toList();
        if (!decided.isEmpty()) {
            new Rows<>(decided)
                    .number("nr", one -> one.row().seq())
                    .with(dialect)
                    .and(REMOVE)
                    .update(connection);
        }
    }
}
