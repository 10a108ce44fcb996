package io.sitehook.store.sql;

import io.sitehook.store.Ledger.DeliveryCounts;
import io.sitehook.store.Ledger.EventRow;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads lines of the list of events. */
final class EventRows {
    private static final int AT_ONCE = 200;
    private static final String COLUMNS = "SELECT e.seq, e.id, e.connection, e.project_id, e.kind, e.status,"
            + " e.workflow_state, e.received_at, " + UnroutedEvents.STATE
            + ", e.reason, e.duplicate_of, e.repeat_of, e.repair_of FROM event e";
    private static final String COUNTS = """
            SELECT event, count(*) FILTER (WHERE state IN ('PENDING', 'RUNNING')), count(*) FILTER (WHERE state = 'DONE'),
                count(*) FILTER (WHERE state = 'DEAD'), count(*) FILTER (WHERE state = 'SUPERSEDED'),
                count(*) FILTER (WHERE state = 'DISCARDED')
            FROM delivery WHERE event IN (%s) GROUP BY event""";
    private static final DeliveryCounts NONE = new DeliveryCounts(0, 0, 0, 0, 0);

    private EventRows() {}

    /** The lines of these events, in this order. */
    static List<EventRow> of(Connection connection, List<Long> seqs) throws SQLException {
        Map<Long, EventRow> rows = new HashMap<>();
        for (int from = 0; from < seqs.size(); from += AT_ONCE) {
            List<Long> some = seqs.subList(from, Math.min(seqs.size(), from + AT_ONCE));
            Object[] values = some.toArray();
            Map<Long, DeliveryCounts> counts = new HashMap<>();
            new Query(COUNTS.formatted(Query.marks(some.size())), values)
                    .each(connection, row -> counts.put(row.getLong(1), counts(row)));
            new Query(COLUMNS + " WHERE e.seq IN (" + Query.marks(some.size()) + ")", values)
                    .each(
                            connection,
                            row -> rows.put(row.getLong(1), read(row, counts.getOrDefault(row.getLong(1), NONE))));
        }
        List<EventRow> inOrder = new ArrayList<>();
        for (Long seq : seqs) {
            EventRow row = rows.get(seq);
            if (row != null) {
                inOrder.add(row);
            }
        }
        return inOrder;
    }

    private static DeliveryCounts counts(ResultSet row) throws SQLException {
        return new DeliveryCounts(row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5), row.getLong(6));
    }

    private static EventRow read(ResultSet row, DeliveryCounts counts) throws SQLException {
        return new EventRow(
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                Query.instant(row, 8),
                row.getString(9),
                row.getString(10),
                row.getString(11),
                row.getString(12),
                row.getString(13),
                counts);
    }
}
