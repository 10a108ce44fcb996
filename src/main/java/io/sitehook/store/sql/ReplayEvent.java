package io.sitehook.store.sql;

import io.sitehook.store.Incoming;
import io.sitehook.store.Repairs.Changed;
import io.sitehook.store.Repairs.Refused;
import io.sitehook.store.Repairs.Replayed;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs one event again: the same, a copy of it, or a repaired one. */
final class ReplayEvent {
    private static final String FIND = "SELECT e.seq, " + UnroutedEvents.STATE
            + ", e.connection, coalesce(e.project_id, '') FROM event e WHERE e.id = ?";
    private static final String DELIVER = """
            INSERT INTO delivery (event, handler, connection, project_id, state, due_at, head, replayed_by)
            VALUES (?, ?, ?, ?, 'PENDING', ?, 0, ?)""";
    private static final String COPY = """
            INSERT INTO event (id, connection, received_at, state, project_id, kind, status, workflow_state, body,
                body_sha256, repeat_of, signature, remote_address, content_type, user_agent)
            SELECT ?, connection, ?, ?, project_id, kind, status, workflow_state, body, body_sha256, id,
                signature || '; run as new by ' || ?, remote_address, content_type, user_agent
            FROM event WHERE seq = ? RETURNING seq""";
    private static final String REPAIR = """
            INSERT INTO event (id, connection, received_at, state, project_id, kind, status, workflow_state, body,
                body_sha256, repair_of, signature, remote_address, content_type, user_agent)
            SELECT ?, connection, ?, 'RECEIVED', ?, ?, ?, ?, ?, ?, id, 'none: the body was repaired by ' || ?,
                remote_address, content_type, user_agent
            FROM event WHERE seq = ?""";
    private static final String PARKED = """
            SELECT e.seq, e.state, e.connection, e.project_id FROM event e INDEXED BY event_apart
            WHERE e.state = 'PARKED' AND NOT EXISTS (SELECT 1 FROM unrouted u WHERE u.seq = e.seq)""";
    private static final String ROUTED =
            "UPDATE event SET state = 'ROUTED', reason = NULL WHERE seq = ? AND state = 'PARKED'";

    private final Connection connection;
    private final UuidV7 ids;
    private final String by;
    private final long now;

    ReplayEvent(Connection connection, UuidV7 ids, String by, long now) {
        this.connection = connection;
        this.ids = ids;
        this.by = by;
        this.now = now;
    }

    /** An event as far as it matters here. */
    private record Found(long seq, String state, String connection, String project) {}

    private @Nullable Found find(String id) throws SQLException {
        return new Query(FIND, id).first(connection, ReplayEvent::found);
    }

    private static Found found(ResultSet row) throws SQLException {
        return new Found(row.getLong(1), row.getString(2), row.getString(3), row.getString(4));
    }

    Replayed same(String id, List<String> handlers) throws SQLException {
        Found event = find(id);
        Refused refused = refusal(event);
        if (event == null || refused != null) {
            return new Replayed(0, id, refused);
        }
        if (event.state.equals("RECEIVED")) {
            return new Replayed(0, id, Refused.NOT_ROUTED);
        }
        int count = 0;
        for (String handler : handlers) {
            count += deliver(event, handler) ? 1 : 0;
        }
        if (count == 0) {
            return new Replayed(0, id, Refused.OPEN);
        }
        new Query(ROUTED, event.seq).update(connection);
        return new Replayed(count, id, null);
    }

    Replayed asNew(String id, @Nullable List<String> handlers) throws SQLException {
        Found event = find(id);
        Refused refused = refusal(event);
        if (event == null || refused != null) {
            return new Replayed(0, id, refused);
        }
        String copy = ids.next(now).toString();
        Long seq =
                new Query(COPY, copy, now, handlers == null ? "RECEIVED" : "ROUTED", by, event.seq).number(connection);
        if (handlers != null && seq != null) {
            for (String handler : handlers) {
                deliver(new Found(seq, "ROUTED", event.connection, event.project), handler);
            }
        }
        return new Replayed(handlers == null ? 1 : handlers.size(), copy, null);
    }

    Replayed repair(String id, byte[] body, byte[] bodySha256, Incoming.Parsed content) throws SQLException {
        Found event = find(id);
        if (event == null) {
            return new Replayed(0, id, Refused.UNKNOWN);
        }
        if (new Query("UPDATE event SET state = 'REPAIRED' WHERE seq = ? AND state = 'UNREADABLE'", event.seq)
                        .update(connection)
                == 0) {
            return new Replayed(0, id, Refused.READABLE);
        }
        String repaired = ids.next(now).toString();
        new Query(
                        REPAIR,
                        repaired,
                        now,
                        content.projectId(),
                        content.event(),
                        content.status(),
                        content.workflowState(),
                        body,
                        bodySha256,
                        by,
                        event.seq)
                .update(connection);
        return new Replayed(1, repaired, null);
    }

    /** Gives parked events of one state to a handler. */
    int offer(String handler, String state, int most) throws SQLException {
        List<Found> events = new Query(PARKED)
                .and(state.isEmpty() ? "AND e.workflow_state IS NULL" : "AND e.workflow_state = ?", values(state))
                .and("AND e.kind = 'status_change' ORDER BY e.seq LIMIT ?", most)
                .list(connection, ReplayEvent::found);
        for (Found event : events) {
            deliver(event, handler);
            new Query(ROUTED, event.seq).update(connection);
        }
        return events.size();
    }

    Changed offer(String handler, List<String> states, int most, @Nullable String job) throws SQLException {
        int done = 0;
        for (String state : states) {
            done += offer(handler, state, most - done);
        }
        Changed changed = new Changed(done, 0);
        ChangeDeliveries.progress(connection, job, changed);
        return changed;
    }

    private static Object[] values(String state) {
        return state.isEmpty() ? new Object[0] : new Object[] {state};
    }

    private static @Nullable Refused refusal(@Nullable Found event) {
        if (event == null) {
            return Refused.UNKNOWN;
        }
        return event.project.isEmpty() && (event.state.equals("UNREADABLE") || event.state.equals("REPAIRED"))
                ? Refused.UNREADABLE
                : null;
    }

    /** Makes the delivery, or runs the one there is again; false if it is open. */
    private boolean deliver(Found event, String handler) throws SQLException {
        Long id = new Query("SELECT id FROM delivery WHERE event = ? AND handler = ?", event.seq, handler)
                .number(connection);
        if (id != null) {
            if (!ChangeDeliveries.replay(connection, id, by, now)) {
                return false;
            }
        } else {
            new Query(DELIVER, event.seq, handler, event.connection, event.project, now, by).update(connection);
        }
        new Line(handler, event.connection, event.project).settle(connection);
        return true;
    }
}
