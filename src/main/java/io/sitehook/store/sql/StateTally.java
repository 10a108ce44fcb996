package io.sitehook.store.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;

/** Counts the workflow states that were seen. */
final class StateTally {
    private static final String COUNT = """
            INSERT INTO state_tally (workflow_state, events, last_at) VALUES (?, ?, ?)
            ON CONFLICT (workflow_state) DO UPDATE SET events = state_tally.events + excluded.events,
                last_at =
                    CASE WHEN state_tally.last_at > excluded.last_at THEN state_tally.last_at ELSE excluded.last_at END""";

    private StateTally() {}

    /**
     * Status changes of one state.
     *
     * @param lastAt when the last of them was received, milliseconds since 1970
     */
    record Seen(long events, long lastAt) {
        Seen plus(Seen other) {
            return new Seen(events + other.events, Math.max(lastAt, other.lastAt));
        }
    }

    /** @param seen by workflow state; empty text: without one */
    static void write(Connection connection, Map<String, Seen> seen) throws SQLException {
        try (PreparedStatement count = connection.prepareStatement(COUNT)) {
            for (Map.Entry<String, Seen> entry : seen.entrySet()) {
                count.setString(1, entry.getKey());
                count.setLong(2, entry.getValue().events());
                count.setLong(3, entry.getValue().lastAt());
                count.executeUpdate();
            }
        }
    }
}
