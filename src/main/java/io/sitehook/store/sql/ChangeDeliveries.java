package io.sitehook.store.sql;

import io.sitehook.store.Repairs.Batch;
import io.sitehook.store.Repairs.Changed;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Replays and discards. The row count of the guarded update says whether a delivery was in a state for it. */
final class ChangeDeliveries {
    // What ended gets all its attempts again.
    private static final String REPLAY = """
            UPDATE delivery SET state = 'PENDING', head = 0, due_at = ?, failures = 0, crashes = 0, finished_at = NULL,
                discard_reason = NULL, replayed_by = ?
            WHERE id = ? AND state IN ('DONE', 'DEAD', 'SUPERSEDED', 'DISCARDED')""";
    // What waits for another attempt is tried now; a second time it is due already.
    private static final String HURRY =
            "UPDATE delivery SET due_at = ?, replayed_by = ? WHERE id = ? AND state = 'PENDING' AND due_at > ?";
    private static final String DISCARD = """
            UPDATE delivery SET state = 'DISCARDED', head = 0, finished_at = ?, discard_reason = ?, replayed_by = NULL
            WHERE id = ? AND (state = 'DEAD' OR (state = 'PENDING' AND attempts > 0 AND replayed_by IS NULL))""";
    private static final String LINE = "SELECT handler, connection, project_id FROM delivery WHERE id = ?";
    private static final String PROGRESS = "UPDATE job SET done = done + ?, skipped = skipped + ? WHERE id = ?";

    private ChangeDeliveries() {}

    static Changed replay(Connection connection, Batch batch, String by, long now) throws SQLException {
        int done = 0;
        Set<Line> lines = new HashSet<>();
        for (long id : batch.deliveries()) {
            if (replay(connection, id, by, now)) {
                done++;
                lines.addAll(new Query(LINE, id).list(connection, ChangeDeliveries::line));
            }
        }
        return settled(connection, batch, lines, done);
    }

    /** Replays one; its line is to be settled afterwards. */
    static boolean replay(Connection connection, long id, String by, long now) throws SQLException {
        return new Query(REPLAY, now, by, id).update(connection) == 1
                || new Query(HURRY, now, by, id, now).update(connection) == 1;
    }

    static Changed discard(Connection connection, Batch batch, String reason, long now) throws SQLException {
        int done = 0;
        Set<Line> lines = new HashSet<>();
        for (long id : batch.deliveries()) {
            if (new Query(DISCARD, now, reason, id).update(connection) == 1) {
                done++;
                lines.addAll(new Query(LINE, id).list(connection, ChangeDeliveries::line));
            }
        }
        return settled(connection, batch, lines, done);
    }

    private static Changed settled(Connection connection, Batch batch, Set<Line> lines, int done) throws SQLException {
        for (Line line : lines) {
            line.settle(connection);
        }
        Changed changed = new Changed(done, batch.deliveries().size() - done);
        progress(connection, batch.job(), changed);
        return changed;
    }

    static void progress(Connection connection, @Nullable String job, Changed changed) throws SQLException {
        if (job != null) {
            new Query(PROGRESS, changed.done(), changed.skipped(), job).update(connection);
        }
    }

    private static Line line(ResultSet row) throws SQLException {
        return new Line(row.getString(1), row.getString(2), row.getString(3));
    }
}
