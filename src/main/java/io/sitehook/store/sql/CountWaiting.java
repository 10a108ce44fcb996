package io.sitehook.store.sql;

import io.sitehook.store.Worklist.Waiting;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Counts what waits for a handler: by handler what is open, by workflow state what is parked. */
final class CountWaiting {
    private static final String OPEN =
            "SELECT handler, count(*) FROM delivery WHERE state IN ('PENDING', 'RUNNING') GROUP BY handler";
    private static final String PARKED = "SELECT workflow_state, count(*) FROM event"
            + " WHERE state = 'PARKED' AND kind = 'status_change' GROUP BY workflow_state";

    private CountWaiting() {}

    static Waiting run(Connection connection) throws SQLException {
        Map<String, Long> open = new HashMap<>();
        Map<Optional<String>, Long> parked = new HashMap<>();
        try (Statement statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery(OPEN)) {
                while (row.next()) {
                    open.put(row.getString(1), row.getLong(2));
                }
            }
            try (ResultSet row = statement.executeQuery(PARKED)) {
                while (row.next()) {
                    parked.put(Optional.ofNullable(row.getString(1)), row.getLong(2));
                }
            }
        }
        return new Waiting(Map.copyOf(open), Map.copyOf(parked));
    }
}
