package io.sitehook.store.sql;

import io.sitehook.store.Ledger.SeenState;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Finds which workflow states were ever seen, and what of them waits for a handler. */
final class SelectSeenStates {
    private static final String PARKED = "SELECT workflow_state, count(*) FROM event INDEXED BY event_apart"
            + " WHERE state = 'PARKED' GROUP BY workflow_state";
    private static final String TAKEN = "SELECT workflow_state, events, last_at FROM state_tally";

    private SelectSeenStates() {}

    static List<SeenState> run(Connection connection) throws SQLException {
        Map<String, Long> parked = new HashMap<>();
        new Query(PARKED)
                .each(
                        connection,
                        row -> parked.put(Optional.ofNullable(row.getString(1)).orElse(""), row.getLong(2)));
        Map<String, SeenState> seen = new HashMap<>();
        new Query(TAKEN).each(connection, row -> {
            String code = row.getString(1);
            seen.put(
                    code,
                    new SeenState(
                            code.isEmpty() ? null : code,
                            row.getLong(2),
                            Query.instant(row, 3),
                            parked.getOrDefault(code, 0L)));
        });
        TreeSet<String> codes = new TreeSet<>(seen.keySet());
        for (String name : EventArms.connections(connection)) {
            codes.addAll(EventArms.statesOf(connection, name));
        }
        List<SeenState> all = new ArrayList<>();
        for (String code : codes) {
            all.add(seen.getOrDefault(
                    code, new SeenState(code.isEmpty() ? null : code, 0, null, parked.getOrDefault(code, 0L))));
        }
        all.sort(
                Comparator.comparing(state -> Optional.ofNullable(state.state()).orElse("")));
        return all;
    }
}
