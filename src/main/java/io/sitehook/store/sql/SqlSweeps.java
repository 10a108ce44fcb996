package io.sitehook.store.sql;

import io.sitehook.store.Sweeps;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What the sweep knows and notes, by the writer as everything else. */
final class SqlSweeps implements Sweeps {
    private static final String LATEST_STATE = """
            SELECT workflow_state FROM event
            WHERE connection = ? AND project_id = ? AND duplicate_of IS NULL AND project_id IS NOT NULL
                AND kind = 'status_change'
            ORDER BY seq DESC LIMIT 1""";
    private static final String PURGED_STATE =
            "SELECT workflow_state FROM purged_state WHERE connection = ? AND project_id = ?";
    private static final String LAST_ID = "SELECT connection, last_id FROM connection_total";
    private static final String HEARD_AT =
            "SELECT received_at FROM event WHERE id = ? AND signature <> '" + SIGNATURE + "'";
    /** Over an index that is in order of receipt for each state. */
    private static final String HEARD_LAST = "SELECT received_at FROM event INDEXED BY event_browse"
            + " WHERE connection = ? AND workflow_state IS NOT DISTINCT FROM ? AND signature <> '" + SIGNATURE
            + "' ORDER BY seq DESC LIMIT 1";

    private static final String SWEPT_UNTIL = "SELECT swept_until FROM sweep WHERE connection = ?";
    private static final String NOTE = """
            INSERT INTO sweep (connection, swept_until, ended_at, found, last_found) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (connection) DO UPDATE SET swept_until = excluded.swept_until, ended_at = excluded.ended_at,
                found = sweep.found + excluded.found, last_found = excluded.last_found""";

    private final GroupCommit commits;

    SqlSweeps(GroupCommit commits) {
        this.commits = commits;
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
            new Query(LAST_ID).each(database, row -> {
                Long at = heardLast(database, row.getString(1), row.getString(2));
                if (at != null) {
                    times.put(row.getString(1), Instant.ofEpochMilli(at));
                }
            });
            return times;
        });
    }

    /** The newest event tells, unless the sweep put it in; then the newest of each workflow state does. */
    private static @Nullable Long heardLast(Connection database, String connection, String newest) throws SQLException {
        Long at = new Query(HEARD_AT, newest).number(database);
        if (at != null) {
            return at;
        }
        for (String state : EventArms.statesOf(database, connection)) {
            Long last = new Query(HEARD_LAST, connection, EventArms.nullIfEmpty(state)).number(database);
            if (last != null && (at == null || at < last)) {
                at = last;
            }
        }
        return at;
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
    public CompletableFuture<Void> swept(String connection, Instant began, Instant ended, int found) {
        return submit(database -> {
                    try (PreparedStatement note = database.prepareStatement(NOTE)) {
                        note.setString(1, connection);
                        note.setLong(2, began.toEpochMilli());
                        note.setLong(3, ended.toEpochMilli());
                        note.setInt(4, found);
                        note.setInt(5, found);
                        return note.executeUpdate();
                    }
                })
                .thenAccept(rows -> {});
    }

    private <O> CompletableFuture<O> submit(Step<O> step) {
        return Step.submit(commits, step, null);
    }
}
