package io.sitehook.store.sql;

import io.sitehook.store.Worklist.Cause;
import io.sitehook.store.Worklist.Claimed;
import io.sitehook.store.Worklist.Released;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Keeps leases, and frees the deliveries of servers that died. */
final class ReleaseDeliveries {
    /** A delivery that took the server down this often is not tried again by itself. */
    static final int MOST_CRASHES = 3;

    private static final String PROLONG =
            "UPDATE delivery SET lease_until = ? WHERE id = ? AND state = 'RUNNING' AND fence = ? AND owner = ?";

    private static final String RUNNING =
            "SELECT id, handler, connection, project_id, attempts, crashes FROM delivery WHERE state = 'RUNNING' AND ";

    private static final String RELEASE = """
            UPDATE delivery SET state = ?, head = ?, crashes = crashes + 1, failures = failures + 1, due_at = ?,
                finished_at = ?, owner = NULL, lease_until = NULL, cause = ?, failed_at = ?
            WHERE id = ? AND state = 'RUNNING'""";

    private static final String END_ATTEMPT = """
            UPDATE attempt SET finished_at = ?, outcome = 'CRASHED',
                text = 'the server ended, or hung, while this attempt ran; its effect is unknown', cause = ?
            WHERE delivery = ? AND number = ? AND outcome IS NULL""";

    private static final Cause CRASHED = new Cause("the server ended, or hung, while the attempt ran", null);

    private final Dialect dialect;
    private final Clock clock;
    private final String node;
    private final boolean alone;

    /** @param alone whether no other server works on the database */
    ReleaseDeliveries(Dialect dialect, Clock clock, String node, boolean alone) {
        this.dialect = dialect;
        this.alone = alone;
        this.clock = clock;
        this.node = node;
    }

    int prolong(Connection connection, List<Claimed> running, Duration lease) throws SQLException {
        int ours = 0;
        try (PreparedStatement update = connection.prepareStatement(PROLONG)) {
            for (Claimed claimed : running) {
                update.setLong(1, clock.millis() + lease.toMillis());
                update.setLong(2, claimed.id());
                update.setLong(3, claimed.fence());
                update.setString(4, node);
                ours += update.executeUpdate();
            }
        }
        return ours;
    }

    Released releaseExpired(Connection connection) throws SQLException {
        return release(connection, new Query(RUNNING + "lease_until < ?", clock.millis()));
    }

    /** What this server ran before it ended. */
    Released releaseOwn(Connection connection) throws SQLException {
        return release(
                connection, alone ? new Query(RUNNING + "owner IS NOT NULL") : new Query(RUNNING + "owner = ?", node));
    }

    /** A running delivery. */
    private record Running(long id, String handler, String connection, String projectId, int attempt, int crashes) {}

    private Released release(Connection connection, Query which) throws SQLException {
        int released = 0;
        int dead = 0;
        for (Running running : which.list(connection, ReleaseDeliveries::running)) {
            boolean again = running.crashes + 1 < MOST_CRASHES;
            release(connection, running, again);
            if (again) {
                released++;
                new Line(running.handler, running.connection, running.projectId).settle(connection);
            } else {
                dead++;
                Line.moveUp(
                        connection, dialect, List.of(new Line(running.handler, running.connection, running.projectId)));
            }
        }
        return new Released(released, dead);
    }

    private static Running running(ResultSet row) throws SQLException {
        return new Running(
                row.getLong(1), row.getString(2), row.getString(3), row.getString(4), row.getInt(5), row.getInt(6));
    }

    private void release(Connection connection, Running running, boolean again) throws SQLException {
        long now = clock.millis();
        String cause = Causes.note(connection, running.handler, CRASHED, CRASHED.what(), now);
        try (PreparedStatement release = connection.prepareStatement(RELEASE);
                PreparedStatement end = connection.prepareStatement(END_ATTEMPT)) {
            release.setString(1, again ? "PENDING" : "DEAD");
            release.setInt(2, again ? 1 : 0);
            release.setLong(3, now);
            release.setObject(4, again ? null : now);
            release.setString(5, cause);
            release.setLong(6, now);
            release.setLong(7, running.id);
            release.executeUpdate();
            end.setLong(1, now);
            end.setString(2, cause);
            end.setLong(3, running.id);
            end.setInt(4, running.attempt);
            end.executeUpdate();
        }
    }
}
