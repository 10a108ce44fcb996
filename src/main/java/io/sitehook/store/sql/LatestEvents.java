package io.sitehook.store.sql;

import io.sitehook.store.Incoming;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The latest event of each project, for telling the same request sent twice from a state entered again. Duplicates
 * themselves are passed over, so that a chain of them can't keep a real repetition away for longer than the window. For
 * use within one transaction: read once, then kept up to date with what the transaction stores.
 */
final class LatestEvents {
    /** What {@link #read} reads, of an event {@code e}. */
    static final String COLUMNS = """
            e.id, e.received_at, e.state, e.body_sha256,
            EXISTS (SELECT 1 FROM delivery d WHERE d.event = e.seq AND d.attempts > 0)""";

    private final Map<Project, Latest> latest;

    LatestEvents(Connection connection, Dialect dialect, Collection<Project> projects) throws SQLException {
        latest = dialect.latest(connection, projects);
    }

    /**
     * An event.
     *
     * @param receivedAt milliseconds since 1970
     * @param bodySha256 of the body as received
     * @param waits whether it is to be delivered, and no attempt has begun
     */
    record Latest(String id, long receivedAt, byte[] bodySha256, boolean waits) {

        boolean hasTheBytesOf(Incoming incoming) {
            return Arrays.equals(bodySha256, incoming.bodySha256());
        }

        /**
         * Whether a new event with the same bytes is this one sent again. A window of zero turns the rule off. An event
         * from the future, since the clock was set back, is not young: for a whole jump nothing would be delivered twice.
         */
        boolean isSameRequest(long now, Duration window) {
            return !window.isZero() && (waits || Math.abs(now - receivedAt) < window.toMillis());
        }
    }

    /** Reads {@link #COLUMNS}, beginning with the given column. */
    static Latest read(ResultSet row, int column) throws SQLException {
        boolean deliverable = !row.getString(column + 2).equals("IGNORED");
        return new Latest(
                row.getString(column),
                row.getLong(column + 1),
                row.getBytes(column + 3),
                deliverable && !row.getBoolean(column + 4));
    }

    /** The latest event of the project before this one, null if it is the first. */
    @Nullable
    Latest before(Project project) {
        return latest.get(project);
    }

    /** An event that is no duplicate was added. */
    void add(Project project, Latest event) {
        latest.put(project, event);
    }
}
