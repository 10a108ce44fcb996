package example;

import io.sitehook.spi.Delivery;
import io.sitehook.spi.Outcome;
import io.sitehook.spi.StatusChange;
import io.sitehook.spi.TransactionalHandler;
import io.sitehook.spi.WorkflowStates;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;

/**
 * Keeps the latest state of each project, and how many status changes it took, in a table of its own next to Sitehook's
 * data in PostgreSQL.
 *
 * <p>An example to copy from. Adding one to a number can't be repeated without harm; here it need not be: the row and the
 * record that the delivery is done are committed together. The table is made by a person beforehand:
 *
 * <pre>{@code
 * CREATE SCHEMA example;
 * CREATE TABLE example.project (
 *   id text PRIMARY KEY, state text, changes bigint NOT NULL, changed_at timestamptz NOT NULL);
 * }</pre>
 */
public class WriteRow implements TransactionalHandler {
    private static final String UPSERT = """
            INSERT INTO example.project (id, state, changes, changed_at) VALUES (?, ?, 1, ?)
            ON CONFLICT (id) DO UPDATE
            SET state = excluded.state, changes = project.changes + 1, changed_at = excluded.changed_at""";

    /** The name is stored with every delivery. Choose it once and keep it. */
    @Override
    public String name() {
        return "write-row";
    }

    @Override
    public WorkflowStates states() {
        return WorkflowStates.all();
    }

    /** No commit here: returning done commits, anything else rolls back. */
    @Override
    public Outcome handle(Delivery delivery, Connection connection) throws SQLException {
        StatusChange change = delivery.change();
        try (PreparedStatement upsert = connection.prepareStatement(UPSERT)) {
            upsert.setString(1, change.projectId());
            upsert.setString(2, change.workflowState().orElse(null));
            upsert.setTimestamp(3, Timestamp.from(change.receivedAt()));
            upsert.executeUpdate();
        }
        return Outcome.done();
    }
}
