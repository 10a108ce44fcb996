package io.sitehook.store.sql;

import io.sitehook.store.Worklist.Again;
import io.sitehook.store.Worklist.Claimed;
import io.sitehook.store.Worklist.Dead;
import io.sitehook.store.Worklist.Done;
import io.sitehook.store.Worklist.Next;
import io.sitehook.store.Worklist.Result;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records how attempts ended, and lets the next delivery of each line forward. */
final class FinishAttempts implements GroupCommit.Work<FinishAttempts.Finish, Boolean> {
    // The fence: if the lease ran out and another claim was made meanwhile, this changes nothing.
    private static final String CLOSE = """
            UPDATE delivery SET state = ?, head = 0, failures = failures + ?, finished_at = ?, owner = NULL, lease_until = NULL,
                replayed_by = NULL, cause = coalesce(?, cause), failed_at = coalesce(?, failed_at)
            WHERE id = ? AND state = 'RUNNING' AND fence = ?""";

    private static final String RETRY = """
            UPDATE delivery SET state = 'PENDING', due_at = ?, failures = failures + ?, owner = NULL, lease_until = NULL,
                replayed_by = NULL, cause = coalesce(?, cause), failed_at = coalesce(?, failed_at)
            WHERE id = ? AND state = 'RUNNING' AND fence = ?""";

    private static final String LATER_WAITS = """
            SELECT 1 FROM delivery WHERE handler = ? AND connection = ? AND project_id = ? AND state IN ('PENDING', 'RUNNING')
                AND state = 'PENDING' AND event > (SELECT event FROM delivery WHERE id = ?) LIMIT 1""";

    private static final String END_ATTEMPT = """
            UPDATE attempt SET finished_at = ?, outcome = ?, text = ?, error = ?, thread_dump = ?, cause = ?
            WHERE delivery = ? AND number = ?""";

    private final Clock clock;

    FinishAttempts(Clock clock) {
        this.clock = clock;
    }

    /** How one attempt ended. */
    record Finish(Claimed claimed, Result result) {}

    @Override
    public List<Boolean> run(Connection connection, List<Finish> finishes) throws SQLException {
        HandlerTally tally = new HandlerTally(Tally.minute(clock.millis()));
        List<Boolean> ours = new ArrayList<>(finishes.size());
        for (Finish finish : finishes) {
            boolean recorded = run(connection, finish.claimed(), finish.result());
            ours.add(recorded);
            if (recorded) {
                tally.add(finish.claimed().handler(), finish.result().outcome());
            }
        }
        tally.write(connection);
        return ours;
    }

    private boolean run(Connection connection, Claimed claimed, Result result) throws SQLException {
        long now = clock.millis();
        Next next = result.next();
        String cause = result.cause() == null
                ? null
                : Causes.note(connection, claimed.handler(), result.cause(), result.text(), now);
        Long failedAt = cause == null ? null : now;
        boolean ours;
        if (next instanceof Again again && !(again.latest() && laterWaits(connection, claimed))) {
            ours = retry(connection, claimed, again, cause, failedAt);
            if (ours) {
                // Something older may have been replayed meanwhile: it is first.
                line(claimed).settle(connection);
            }
        } else {
            ours = close(connection, claimed, next, now, cause, failedAt);
            if (ours) {
                Line.moveUp(
                        connection,
                        claimed.handler(),
                        claimed.event().connection(),
                        claimed.event().projectId());
            }
        }
        if (ours) {
            endAttempt(connection, claimed, result, cause, now);
        }
        return ours;
    }

    private static Line line(Claimed claimed) {
        return new Line(
                claimed.handler(), claimed.event().connection(), claimed.event().projectId());
    }

    private static boolean retry(
            Connection connection, Claimed claimed, Again again, @Nullable String cause, @Nullable Long failedAt)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(RETRY)) {
            update.setLong(1, again.due().toEpochMilli());
            update.setInt(2, again.counts() ? 1 : 0);
            update.setString(3, cause);
            update.setObject(4, failedAt);
            update.setLong(5, claimed.id());
            update.setLong(6, claimed.fence());
            return update.executeUpdate() == 1;
        }
    }

    private static boolean close(
            Connection connection,
            Claimed claimed,
            Next next,
            long now,
            @Nullable String cause,
            @Nullable Long failedAt)
            throws SQLException {
        String state = next instanceof Done ? "DONE" : next instanceof Dead ? "DEAD" : "SUPERSEDED";
        try (PreparedStatement update = connection.prepareStatement(CLOSE)) {
            update.setString(1, state);
            update.setInt(2, next instanceof Done ? 0 : 1);
            update.setLong(3, now);
            update.setString(4, cause);
            update.setObject(5, failedAt);
            update.setLong(6, claimed.id());
            update.setLong(7, claimed.fence());
            return update.executeUpdate() == 1;
        }
    }

    private static boolean laterWaits(Connection connection, Claimed claimed) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(LATER_WAITS)) {
            select.setString(1, claimed.handler());
            select.setString(2, claimed.event().connection());
            select.setString(3, claimed.event().projectId());
            select.setLong(4, claimed.id());
            return select.executeQuery().next();
        }
    }

    private static void endAttempt(
            Connection connection, Claimed claimed, Result result, @Nullable String cause, long now)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(END_ATTEMPT)) {
            update.setLong(1, now);
            update.setString(2, result.outcome().name());
            update.setString(3, result.text());
            update.setString(4, result.error());
            update.setString(5, result.threadDump());
            update.setString(6, cause);
            update.setLong(7, claimed.id());
            update.setInt(8, claimed.attempt());
            update.executeUpdate();
        }
    }
}
