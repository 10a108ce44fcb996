package io.sitehook.store.sql;

import io.sitehook.store.Sweeps;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What the sweep knows and notes, by the writer as everything else. */
final class SqlSweeps implements Sweeps {
    private static final String LATEST_STATE = """
            SELECT workflow_state FROM event
            WHERE connection = ? AND project_id = ? AND duplicate_of IS NULL AND project_id IS NOT NULL
                AND kind = 'status_change'
            ORDER BY seq DESC LIMIT 1""";
    private static final String PURGED_STATE =
            "SELECT workflow_state FROM purged_state WHERE connection = ? AND project_id = ?";
    private static final String LAST_RECEIVED =
            "SELECT connection, max(received_at) FROM event WHERE signature <> '" + SIGNATURE + "' GROUP BY connection";
    private static final String SWEPT_UNTIL = "SELECT swept_until FROM sweep WHERE connection = ?";
    private static final String NOTE = """
            INSERT INTO sweep (connection, swept_until, found) VALUES (?, ?, ?)
            ON CONFLICT (connection) DO UPDATE SET swept_until = excluded.swept_until, found = sweep.found + excluded.found""";

    private final GroupCommit commits;

    SqlSweeps(GroupCommit commits) {
        this.commits = commits;
    }

    /** One call's part of a transaction. */
    private interface Step<O> {
        O run(Connection connection) throws SQLException;
    }

    @Override
    public CompletableFuture<Map<String, Optional<String>>> latestStates(
            String connection, Collection<String> projectIds) {
        List<String> projects = List.copyOf(projectIds);
        return submit(database -> {
            Map<String, Optional<String>> states = new HashMap<>();
            try (PreparedStatement kept = database.prepareStatement(LATEST_STATE);
                    PreparedStatement purged = database.prepareStatement(PURGED_STATE)) {
                for (String project : projects) {
                    if (!putState(states, kept, connection, project)) {
                        putState(states, purged, connection, project);
                    }
                }
            }
            return states;
        });
    }

    private static boolean putState(
            Map<String, Optional<String>> states, PreparedStatement select, String connection, String project)
            throws SQLException {
        select.setString(1, connection);
        select.setString(2, project);
        try (ResultSet row = select.executeQuery()) {
            boolean found = row.next();
            if (found) {
                states.put(project, Optional.ofNullable(row.getString(1)));
            }
            return found;
        }
    }

    @Override
    public CompletableFuture<Map<String, Instant>> lastReceived() {
        return submit(database -> {
            Map<String, Instant> times = new HashMap<>();
            try (Statement statement = database.createStatement();
                    ResultSet row = statement.executeQuery(LAST_RECEIVED)) {
                while (row.next()) {
                    times.put(row.getString(1), Instant.ofEpochMilli(row.getLong(2)));
                }
            }
            return times;
        });
    }

    @Override
    public CompletableFuture<Optional<Instant>> sweptUntil(String connection) {
        return submit(database -> {
            try (PreparedStatement select = database.prepareStatement(SWEPT_UNTIL)) {
                select.setString(1, connection);
                try (ResultSet row = select.executeQuery()) {
                    return row.next() ? Optional.of(Instant.ofEpochMilli(row.getLong(1))) : Optional.empty();
                }
            }
        });
    }

    @Override
    public CompletableFuture<Void> swept(String connection, Instant until, int found) {
        return submit(database -> {
                    try (PreparedStatement note = database.prepareStatement(NOTE)) {
                        note.setString(1, connection);
                        note.setLong(2, until.toEpochMilli());
                        note.setInt(3, found);
                        return note.executeUpdate();
                    }
                })
                .thenAccept(rows -> {});
    }

    private <O> CompletableFuture<O> submit(Step<O> step) {
        GroupCommit.Work<Step<O>, O> work = (connection, steps) -> {
            List<O> outputs = new ArrayList<>(steps.size());
            for (Step<O> each : steps) {
                outputs.add(each.run(connection));
            }
            return outputs;
        };
        return commits.submit(work, step, null);
    }
}
