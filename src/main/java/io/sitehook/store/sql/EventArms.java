package io.sitehook.store.sql;

import io.sitehook.store.Ledger.EventState;
import io.sitehook.store.Sweeps;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ways to walk events newest first over an index. An index on two columns gives rows in order of receipt only where both
 * are given, so a list for one of them is merged of several ways ("arms"), one for each value that occurs of the other.
 * The values are found by skipping through the index, a step for each.
 */
final class EventArms {
    /** With more values than this, the walk is over all events instead. */
    private static final int MOST = 200;

    private EventArms() {}

    /** All events, in order of receipt. */
    static List<Query> all() {
        return List.of(new Query("event e WHERE TRUE"));
    }

    /** The events of a project. Duplicates stand in an index of their own. */
    static List<Query> ofProject(Connection connection, @Nullable String name, String project) throws SQLException {
        List<Query> arms = new ArrayList<>();
        for (String each : name == null ? connections(connection) : List.of(name)) {
            arms.add(new Query(
                    "event e INDEXED BY event_latest WHERE e.duplicate_of IS NULL AND e.project_id IS NOT NULL"
                            + " AND e.connection = ? AND e.project_id = ?",
                    each,
                    project));
        }
        Query duplicates = new Query(
                "event e INDEXED BY event_duplicate WHERE e.duplicate_of IS NOT NULL AND e.project_id = ?", project);
        arms.add(duplicates.andIf("AND e.connection = ?", name));
        return arms;
    }

    /**
     * The events of a connection, of a workflow state, or both.
     *
     * @return null if there are too many ways
     */
    static @Nullable List<Query> ofConnectionAndState(
            Connection connection, @Nullable String name, @Nullable String state) throws SQLException {
        List<Query> arms = new ArrayList<>();
        for (String each : name == null ? connections(connection) : List.of(name)) {
            for (String code : state == null ? statesOf(connection, each) : List.of(state)) {
                arms.add(new Query(
                        "event e INDEXED BY event_browse WHERE e.connection = ? AND e.workflow_state IS NOT DISTINCT FROM ?",
                        each,
                        nullIfEmpty(code)));
            }
        }
        return arms.size() > MOST ? null : arms;
    }

    /**
     * The events in a state that few are in.
     *
     * @return null if there are too many ways, or the state is a common one
     */
    static @Nullable List<Query> ofState(Connection connection, EventState state, @Nullable String workflowState)
            throws SQLException {
        if (state == EventState.RECEIVED) {
            return List.of(
                    new Query("event e INDEXED BY event_unrouted WHERE e.state = 'RECEIVED'"),
                    new Query("unrouted w JOIN event e ON e.seq = w.seq WHERE TRUE"));
        }
        if (state == EventState.ROUTED) {
            return null;
        }
        List<Query> arms = new ArrayList<>();
        for (String code : workflowState == null ? statesIn(connection, state) : List.of(workflowState)) {
            arms.add(new Query(
                    "event e INDEXED BY event_apart WHERE e.state = '" + state.name()
                            + "' AND e.workflow_state IS NOT DISTINCT FROM ?",
                    nullIfEmpty(code)));
        }
        return arms.size() > MOST ? null : arms;
    }

    /** The events that the sweep put in. */
    static List<Query> swept(Connection connection, @Nullable String name) throws SQLException {
        List<Query> arms = new ArrayList<>();
        for (String each : name == null ? connections(connection) : List.of(name)) {
            arms.add(new Query(
                    "event e INDEXED BY event_swept WHERE e.signature = '" + Sweeps.SIGNATURE
                            + "' AND e.connection = ?",
                    each));
        }
        return arms;
    }

    /** The connections that events came over. */
    static List<String> connections(Connection connection) throws SQLException {
        return new Query("SELECT connection FROM connection_total ORDER BY connection")
                .list(connection, row -> row.getString(1));
    }

    /** The workflow states of a connection's events; empty text stands for none. */
    static List<String> statesOf(Connection connection, String name) throws SQLException {
        return skip(connection, new Query("FROM event WHERE connection = ?", name));
    }

    private static List<String> statesIn(Connection connection, EventState state) throws SQLException {
        return skip(connection, new Query("FROM event WHERE state = '" + state.name() + "'"));
    }

    private static List<String> skip(Connection connection, Query from) throws SQLException {
        List<String> codes = new ArrayList<>();
        if (new Query("SELECT 1")
                        .and(from)
                        .and("AND workflow_state IS NULL LIMIT 1")
                        .number(connection)
                != null) {
            codes.add("");
        }
        String code = null;
        do {
            code = new Query("SELECT workflow_state")
                    .and(from)
                    .and(code == null ? "AND workflow_state IS NOT NULL" : "AND workflow_state > ?", values(code))
                    .and("ORDER BY workflow_state LIMIT 1")
                    .first(connection, row -> row.getString(1));
            if (code != null) {
                codes.add(code);
            }
        } while (code != null && codes.size() <= MOST);
        return codes;
    }

    static @Nullable String nullIfEmpty(String code) {
        return code.isEmpty() ? null : code;
    }

    private static Object[] values(@Nullable String code) {
        return code == null ? new Object[0] : new Object[] {code};
    }
}
