package io.sitehook.store.sql;

import io.sitehook.store.Incoming;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the latest event of a project, for telling the same request sent twice from a state entered again. Duplicates
 * themselves are passed over, so that a chain of them can't keep a real repetition away for longer than the window.
 * For use within one transaction; sees the rows that the transaction has inserted.
 */
final class LatestEvents implements AutoCloseable {
    private static final String LATEST = """
            SELECT id, received_at, state, body_sha256,
                EXISTS (SELECT 1 FROM delivery d WHERE d.event = e.seq AND d.attempts > 0)
            FROM event e
            WHERE connection = ? AND project_id = ? AND duplicate_of IS NULL AND project_id IS NOT NULL
            ORDER BY seq DESC LIMIT 1""";

    private final PreparedStatement select;

    LatestEvents(Connection connection) throws SQLException {
        select = connection.prepareStatement(LATEST);
    }

    /**
     * @param receivedAt milliseconds since 1970
     * @param sameBytes whether it has the same body as the new one
     * @param waits whether it is to be delivered, and no attempt has begun
     */
    record Latest(String id, long receivedAt, boolean sameBytes, boolean waits) {

        /** Whether a new event with the same bytes is this one sent again. A window of zero turns the rule off. */
        boolean isSameRequest(long now, Duration window) {
            return !window.isZero() && (waits || now - receivedAt < window.toMillis());
        }
    }

    /** The latest event of the project before this one, null if it is the first. */
    @Nullable
    Latest before(Incoming incoming, String projectId) throws SQLException {
        select.setString(1, incoming.connection());
        select.setString(2, projectId);
        try (ResultSet row = select.executeQuery()) {
            if (!row.next()) {
                return null;
            }
            boolean deliverable = !row.getString(3).equals("IGNORED");
            return new Latest(
                    row.getString(1),
                    row.getLong(2),
                    Arrays.equals(row.getBytes(4), incoming.bodySha256()),
                    deliverable && !row.getBoolean(5));
        }
    }

    @Override
    public void close() throws SQLException {
        select.close();
    }
}
