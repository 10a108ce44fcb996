package io.sitehook.store.sql;

import io.sitehook.store.Worklist.Again;
import io.sitehook.store.Worklist.Claimed;
import io.sitehook.store.Worklist.Dead;
import io.sitehook.store.Worklist.Done;
import io.sitehook.store.Worklist.Result;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Records how attempts ended, and lets the next delivery of each line forward: all of a transaction at once. */
final class FinishAttempts implements GroupCommit.Work<FinishAttempts.Finish, Boolean> {
    // The fence: if the lease ran out and another claim was made meanwhile, this changes nothing. The state with
    // nothing behind it: PostgreSQL may think that an index for a state alone is short, and read all of it.
    private static final String CLOSE = """
            UPDATE delivery SET state = t.ending, head = 0, failures = failures + t.failed, finished_at = t.now, owner = NULL,
                lease_until = NULL, replayed_by = NULL, cause = coalesce(t.reason, delivery.cause),
                failed_at = coalesce(t.at, delivery.failed_at)
            FROM t WHERE delivery.id = t.id AND delivery.state || '' = 'RUNNING' AND delivery.fence = t.claim""";

    private static final String RETRY = """
            UPDATE delivery SET state = 'PENDING', due_at = t.due, failures = failures + t.failed, owner = NULL,
                lease_until = NULL, replayed_by = NULL, cause = coalesce(t.reason, delivery.cause),
                failed_at = coalesce(t.at, delivery.failed_at)
            FROM t WHERE delivery.id = t.id AND delivery.state || '' = 'RUNNING' AND delivery.fence = t.claim""";

    private static final String LATER_WAITS = """
            SELECT 1 FROM delivery WHERE handler = ? AND connection = ? AND project_id = ? AND state IN ('PENDING', 'RUNNING')
                AND state = 'PENDING' AND event > (SELECT event FROM delivery WHERE id = ?) LIMIT 1""";

    private static final String END_ATTEMPT = """
            UPDATE attempt SET finished_at = t.now, outcome = t.ending, text = t.words, error = t.trace,
                thread_dump = t.dump, cause = t.reason
            FROM t WHERE attempt.delivery = t.id AND attempt.number = t.nr""";

    private final Dialect dialect;
    private final Clock clock;

    FinishAttempts(Dialect dialect, Clock clock) {
        this.dialect = dialect;
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
        Line.moveUp(connection, dialect, behind);
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

    private List<Written> retry(Connection connection, List<Written> all, long now) throws SQLException {
        return rows(all, now)
                .number("due", written -> again(written).due().toEpochMilli())
                .number("failed", written -> again(written).counts() ? 1L : 0L)
                .update(connection, dialect, RETRY);
    }

    private static Again again(Written written) {
        return Objects.requireNonNull(written.again);
    }

    private List<Written> close(Connection connection, List<Written> all, long now) throws SQLException {
        return rows(all, now)
                .number("now", written -> now)
                .text("ending", Written::state)
                .number("failed", written -> written.result.next() instanceof Done ? 0L : 1L)
                .update(connection, dialect, CLOSE);
    }

    /** Which delivery, by which claim, and why it failed. */
    private static Rows<Written> rows(List<Written> all, long now) {
        return new Rows<>(all)
                .number("id", written -> written.claimed.id())
                .number("claim", written -> written.claimed.fence())
                .text("reason", Written::cause)
                .number("at", written -> written.cause == null ? null : now);
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

    private void endAttempts(Connection connection, List<Written> all, long now) throws SQLException {
        new Rows<>(all)
                .number("id", written -> written.claimed.id())
                .number("nr", written -> (long) written.claimed.attempt())
                .number("now", written -> now)
                .text("ending", written -> written.result.outcome().name())
                .text("words", written -> written.result.text())
                .text("trace", written -> written.result.error())
                .text("dump", written -> written.result.threadDump())
                .text("reason", Written::cause)
                .update(connection, dialect, END_ATTEMPT);
    }
}
