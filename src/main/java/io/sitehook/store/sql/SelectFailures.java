package io.sitehook.store.sql;

import io.sitehook.store.Ledger.DeliveryState;
import io.sitehook.store.Ledger.FailureFilter;
import io.sitehook.store.Ledger.FailureGroup;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Groups what fails by its cause, over one index that holds all that is counted. */
final class SelectFailures {
    private static final int MOST_GROUPS = 500;

    private SelectFailures() {}

    static List<FailureGroup> run(Connection connection, FailureFilter filter) throws SQLException {
        return query(SeqRange.of(connection, filter.from(), filter.to()), filter)
                .list(connection, SelectFailures::group);
    }

    static Query query(SeqRange range, FailureFilter filter) {
        Query groups = new Query("""
                SELECT d.cause AS key, count(*) FILTER (WHERE d.state = 'DEAD') AS dead,
                    count(*) FILTER (WHERE d.state <> 'DEAD') AS retrying,
                    max(d.failed_at) AS last_at, max(d.event) AS sample
                FROM delivery d INDEXED BY delivery_failing
                WHERE d.cause IS NOT NULL AND d.state IN ('PENDING', 'RUNNING', 'DEAD')""")
                .andIf("AND d.connection = ?", filter.connection())
                .andIf("AND d.handler = ?", filter.handler());
        if (filter.state() != null) {
            groups.and(filter.state() == DeliveryState.DEAD ? "AND d.state = 'DEAD'" : "AND d.state <> 'DEAD'");
        }
        if (filter.from() != null || filter.to() != null) {
            groups.and("AND d.event >= ? AND d.event < ?", range.from(), range.to());
        }
        return new Query("""
                SELECT g.key, c.handler, c.what, c.frame, c.text, g.dead, g.retrying, c.first_at, g.last_at, e.id FROM (""").and(groups).and("""
                        GROUP BY d.cause) g JOIN cause c ON c.key = g.key JOIN event e ON e.seq = g.sample
                        ORDER BY g.dead + g.retrying DESC, g.last_at DESC LIMIT ?""", MOST_GROUPS);
    }

    private static FailureGroup group(ResultSet row) throws SQLException {
        return new FailureGroup(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getLong(6),
                row.getLong(7),
                Query.instant(row, 8),
                Query.instant(row, 9),
                row.getString(10));
    }
}
