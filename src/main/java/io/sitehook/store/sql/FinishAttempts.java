package io.sitehook.store.sql;

import io.sitehook.store.Worklist.Again;
import io.sitehook.store.Worklist.Claimed;
import io.sitehook.store.Worklist.Dead;
import io.sitehook.store.Worklist.Done;
import io.sitehook.store.Worklist.Result;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Records how attempts ended, and lets the next delivery of each line forward: all of a transaction at once. */
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

    /**
     * What is written for it.
     *
     * @param again if there is to be another attempt; null closes the delivery
     */
    private record Written(
            int place,
            Claimed claimed,
            Result result,
            @Nullable Again again,
            @Nullable String cause) {

        /** Of a closed delivery. One that should be run again, and is not, is superseded. */
        String state() {
            return result.next() instanceof Done ? "DONE" : result.next() instanceof Dead ? "DEAD" : "SUPERSEDED";
        }
    }

    @Override
    public List<Boolean> run(Connection connection, List<Finish> finishes) throws SQLException {
        long now = clock.millis();
        List<Written> retried = new ArrayList<>();
        List<Written> closed = new ArrayList<>();
        for (int i = 0; i < finishes.size(); i++) {
            Written written = written(connection, i, finishes.get(i), now);
            (written.again == null ? closed : retried).add(written);
        }
        boolean[] ours = new boolean[finishes.size()];
        List<Written> recorded = new ArrayList<>();
        recorded.addAll(close(connection, closed, now));
        List<Line> behind =
                recorded.stream().map(FinishAttempts::line).distinct().toList();
        List<Written> waiting = retry(connection, retried, now);
        recorded.addAll(waiting);
        endAttempts(connection, recorded, now);
        Line.moveUp(connection, behind);
        for (Written written : waiting) {
            // Something older may have been replayed meanwhile: it is first.
            line(written).settle(connection);
        }
        HandlerTally tally = new HandlerTally(Tally.minute(now));
        for (Written written : recorded) {
            ours[written.place] = true;
            tally.add(written.claimed.handler(), written.result.outcome());
        }
        tally.write(connection);
        List<Boolean> answers = new ArrayList<>(ours.length);
        for (boolean one : ours) {
            answers.add(one);
        }
        return answers;
    }

    private static Written written(Connection connection, int place, Finish finish, long now) throws SQLException {
        Claimed claimed = finish.claimed();
        Result result = finish.result();
        String cause = result.cause() == null
                ? null
                : Causes.note(connection, claimed.handler(), result.cause(), result.text(), now);
        boolean another = result.next() instanceof Again again && !(again.latest() && laterWaits(connection, claimed));
        return new Written(place, claimed, result, another ? (Again) result.next() : null, cause);
    }

    private static Line line(Written written) {
        Claimed claimed = written.claimed;
        return new Line(
                claimed.handler(), claimed.event().connection(), claimed.event().projectId());
    }

    private static List<Written> retry(Connection connection, List<Written> all, long now) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(RETRY)) {
            for (Written written : all) {
                Again again = Objects.requireNonNull(written.again);
                update.setLong(1, again.due().toEpochMilli());
                update.setInt(2, again.counts() ? 1 : 0);
                update.setString(3, written.cause);
                update.setObject(4, written.cause == null ? null : now);
                update.setLong(5, written.claimed.id());
                update.setLong(6, written.claimed.fence());
                update.addBatch();
            }
            return changed(all, update.executeBatch());
        }
    }

    private static List<Written> close(Connection connection, List<Written> all, long now) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(CLOSE)) {
            for (Written written : all) {
                update.setString(1, written.state());
                update.setInt(2, written.result.next() instanceof Done ? 0 : 1);
                update.setLong(3, now);
                update.setString(4, written.cause);
                update.setObject(5, written.cause == null ? null : now);
                update.setLong(6, written.claimed.id());
                update.setLong(7, written.claimed.fence());
                update.addBatch();
            }
            return changed(all, update.executeBatch());
        }
    }

    private static List<Written> changed(List<Written> all, int[] rows) {
        List<Written> changed = new ArrayList<>(all.size());
        for (int i = 0; i < rows.length; i++) {
            if (rows[i] == 1) {
                changed.add(all.get(i));
            }
        }
        return changed;
    }

    private static boolean laterWaits(Connection connection, Claimed claimed) throws SQLException {
        return new Query(
                                LATER_WAITS,
                                claimed.handler(),
                                claimed.event().connection(),
                                claimed.event().projectId(),
                                claimed.id())
                        .number(connection)
                != null;
    }

    private static void endAttempts(Connection connection, List<Written> all, long now) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(END_ATTEMPT)) {
            for (Written written : all) {
                update.setLong(1, now);
                update.setString(2, written.result.outcome().name());
                update.setString(3, written.result.text());
                update.setString(4, written.result.error());
                update.setString(5, written.result.threadDump());
                update.setString(6, written.cause);
                update.setLong(7, written.claimed.id());
                update.setInt(8, written.claimed.attempt());
                update.addBatch();
            }
            update.executeBatch();
        }
    }
}
