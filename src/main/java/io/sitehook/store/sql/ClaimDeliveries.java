package io.sitehook.store.sql;

import io.sitehook.store.Worklist.Capacity;
import io.sitehook.store.Worklist.Claim;
import io.sitehook.store.Worklist.Claimed;
import io.sitehook.store.Worklist.ClaimedEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Claims what is due. The attempt is counted and written down here, before the handler is called. */
final class ClaimDeliveries {
    private static final String DUE = """
            SELECT d.id, d.attempts, d.failures, d.fence, e.id, e.connection, e.project_id, e.status, e.workflow_state,
                e.received_at, e.body, e.body_sha256, e.repeat_of, e.hops,
                e.traceparent
            FROM delivery d JOIN event e ON e.seq = d.event
            WHERE d.handler = ? AND d.state = 'PENDING' AND d.head = 1 AND d.due_at <= ? %s
                AND NOT EXISTS (SELECT 1 FROM handler_pause p WHERE p.handler = d.handler)
            ORDER BY d.due_at, d.event LIMIT ?""";

    // Whether a row was changed says whether the delivery is ours. The state with nothing behind it: PostgreSQL may
    // still think that the index of what is pending is short, and read the whole of a backlog for each claim.
    private static final String TAKE = """
            UPDATE delivery SET state = 'RUNNING', attempts = attempts + 1, fence = fence + 1, owner = t.node,
                lease_until = t.until
            FROM t WHERE delivery.id = t.id AND delivery.state || '' = 'PENDING' AND delivery.fence = t.before""";

    private static final String BEGIN_ATTEMPT = """
            INSERT INTO attempt (delivery, number, started_at, unit, unit_version, unit_sha256, node, replayed_by)
            SELECT d.id, d.attempts, ?, ?, ?, ?, ?, d.replayed_by FROM t JOIN delivery d ON d.id = t.id""";

    private static final String NEXT_DUE =
            "SELECT min(due_at) FROM delivery WHERE handler = ? AND state = 'PENDING' AND head = 1 AND due_at > ? %s";

    private final Dialect dialect;
    private final Clock clock;
    private final String node;

    ClaimDeliveries(Dialect dialect, Clock clock, String node) {
        this.dialect = dialect;
        this.clock = clock;
        this.node = node;
    }

    Claim run(Connection connection, List<Capacity> capacities, Set<String> paused) throws SQLException {
        long now = clock.millis();
        List<String> pausedConnections = List.copyOf(paused);
        List<Claimed> claimed = new ArrayList<>();
        Long next = null;
        for (Capacity capacity : capacities) {
            List<Claimed> taken = take(connection, due(connection, capacity, pausedConnections, now), capacity, now);
            claimed.addAll(taken);
            if (taken.size() == capacity.limit()) {
                continue; // the next claim is made when there is a place for it, not at a time
            }
            Long due = nextDue(connection, capacity.handler(), pausedConnections, now);
            next = next == null || (due != null && due < next) ? due : next;
        }
        return new Claim(claimed, next == null ? null : Instant.ofEpochMilli(next));
    }

    private static List<Claimed> due(Connection connection, Capacity capacity, List<String> paused, long now)
            throws SQLException {
        List<Claimed> due = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(DUE.formatted(except("d.connection", paused)))) {
            int position = bind(select, capacity.handler(), now, paused);
            select.setInt(position, capacity.limit());
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    due.add(new Claimed(
                            row.getLong(1),
                            capacity.handler(),
                            row.getInt(2) + 1,
                            row.getInt(3),
                            row.getLong(4) + 1,
                            event(row)));
                }
            }
        }
        return due;
    }

    private static ClaimedEvent event(ResultSet row) throws SQLException {
        return new ClaimedEvent(
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                row.getString(9),
                Instant.ofEpochMilli(row.getLong(10)),
                row.getBytes(11),
                row.getBytes(12),
                row.getString(13),
                row.getString(14),
                row.getString(15));
    }

    private List<Claimed> take(Connection connection, List<Claimed> due, Capacity capacity, long now)
            throws SQLException {
        long until = now + capacity.lease().toMillis();
        List<Claimed> taken = new Rows<>(due)
                .number("id", Claimed::id)
                .number("before", claimed -> claimed.fence() - 1)
                .text("node", claimed -> node)
                .number("until", claimed -> until)
                .update(connection, dialect, TAKE);
        if (!taken.isEmpty()) {
            new Rows<>(taken)
                    .number("id", Claimed::id)
                    .with(dialect)
                    .and(
                            BEGIN_ATTEMPT,
                            now,
                            capacity.unit().name(),
                            capacity.unit().version(),
                            capacity.unit().sha256(),
                            node)
                    .update(connection);
        }
        return taken;
    }

    private static @Nullable Long nextDue(Connection connection, String handler, List<String> paused, long now)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(NEXT_DUE.formatted(except("connection", paused)))) {
            bind(select, handler, now, paused);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                long due = row.getLong(1);
                return row.wasNull() ? null : due;
            }
        }
    }

    private static String except(String column, List<String> paused) {
        return paused.isEmpty() ? "" : "AND " + column + " NOT IN (?" + ", ?".repeat(paused.size() - 1) + ")";
    }

    private static int bind(PreparedStatement select, String handler, long now, List<String> paused)
            throws SQLException {
        select.setString(1, handler);
        select.setLong(2, now);
        int position = 3;
        for (String connection : paused) {
            select.setString(position++, connection);
        }
        return position;
    }
}
