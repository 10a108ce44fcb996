package io.sitehook.store.sql;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/** PostgreSQL, with any number of servers on it. */
final class PostgresDialect implements Dialect {
    /** The channel of NOTIFY. */
    static final String CHANNEL = "sitehook";

    /** The upper half of the keys of both locks. */
    static final int LOCKS = 0x5174_6568;

    /** Whoever changes lines of deliveries holds this: one server at a time, as with SQLite's one writer. */
    static final long WORK_LOCK = (long) LOCKS << Integer.SIZE | 0x6f6f_6b01L;

    /** Whoever stores requests shares this: it says whose transaction that is. */
    private static final long ACCEPT_LOCK = (long) LOCKS << Integer.SIZE | 0x6f6f_6b02L;

    private static final String LOCK_PROJECTS =
            "SELECT pg_advisory_xact_lock(k) FROM (SELECT DISTINCT unnest(?) AS k ORDER BY k) keys";
    private static final String LATEST = "SELECT p.connection, p.project_id, " + LatestEvents.COLUMNS + """

            FROM unnest(?, ?) AS p (connection, project_id) CROSS JOIN LATERAL (
                SELECT seq, id, received_at, state, body_sha256 FROM event
                WHERE connection = p.connection AND project_id = p.project_id AND duplicate_of IS NULL
                    AND project_id IS NOT NULL
                ORDER BY seq DESC LIMIT 1) e""";

    /**
     * For one transaction, so that it is the same on a connection of a container's pool. A server that hangs in the middle
     * of a transaction, or has lost the network, holds up the others for no longer than that. A commit that is not on disk
     * when it is answered is not for us.
     *
     * <p>What is written finds its rows by an index, each. The planner decides by what it last knew of the tables' sizes,
     * and keeps the plan: on tables that have just begun to fill it read them whole, at thirty times the cost. As the plan is
     * the same whatever is written, it is made once, not for every transaction.
     */
    private static final String LIMITS = """
            SELECT set_config('lock_timeout', '4s', true), set_config('idle_in_transaction_session_timeout', '5s', true),
                CASE current_setting('synchronous_commit') WHEN 'off' THEN set_config('synchronous_commit', 'on', true) END,
                set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
                set_config('enable_mergejoin', 'off', true), set_config('enable_bitmapscan', 'off', true),
                set_config('plan_cache_mode', 'force_generic_plan', true)""";

    private static final String SHARE_ACCEPT = LIMITS + ", pg_advisory_xact_lock_shared(?)";
    private static final String LOCK_WORK = LIMITS + ", pg_advisory_xact_lock(?), " + DatabaseTime.NOW + " AS now";

    private static final String ANNOUNCE = "SELECT pg_notify('" + CHANNEL + "', ?)";

    private static final String STORED = """
            INSERT INTO node_total (node, stored) VALUES (?, ?)
            ON CONFLICT (node) DO UPDATE SET stored = node_total.stored + excluded.stored""";

    private final String node;
    private final LongConsumer time;

    /**
     * @param node the name of this server
     * @param time is told the database's time, milliseconds since 1970, now and then
     */
    PostgresDialect(String node, LongConsumer time) {
        this.node = node;
        this.time = time;
    }

    /** Of the connection that requests are stored on: they only wait for requests of the same projects. */
    Connections.Bounds accepting() {
        return new Bounds() {
            @Override
            public void begin(Connection connection) throws SQLException {
                try (PreparedStatement limits = connection.prepareStatement(SHARE_ACCEPT)) {
                    limits.setLong(1, ACCEPT_LOCK);
                    limits.executeQuery().close();
                }
            }
        };
    }

    /** Of the connection that all else is written on. */
    Connections.Bounds working() {
        return new Bounds() {
            @Override
            public void begin(Connection connection) throws SQLException {
                try (PreparedStatement lock = connection.prepareStatement(LOCK_WORK)) {
                    lock.setLong(1, WORK_LOCK);
                    try (ResultSet row = lock.executeQuery()) {
                        row.next();
                        time.accept(row.getLong("now"));
                    }
                }
            }
        };
    }

    private abstract static class Bounds implements Connections.Bounds {
        /**
         * A commit that waits for a standby and is cancelled succeeds, with no more than a warning: then it is on this
         * server alone, and may be lost with it.
         */
        @Override
        public void commit(Connection connection) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute("COMMIT");
                SQLWarning warning = statement.getWarnings();
                if (warning != null) {
                    throw new SQLException(
                            "committed with a warning, so it may not be safe: " + warning.getMessage(),
                            warning.getSQLState());
                }
            }
        }
    }

    @Override
    public void lockProjects(Connection connection, Collection<Project> projects) throws SQLException {
        Long[] keys = projects.stream().map(PostgresDialect::key).toArray(Long[]::new);
        try (PreparedStatement lock = connection.prepareStatement(LOCK_PROJECTS)) {
            Array array = connection.createArrayOf("bigint", keys);
            lock.setArray(1, array);
            lock.executeQuery().close();
        }
    }

    /** The same on every server. Two projects with one key only wait for each other. */
    private static long key(Project project) {
        return (long) project.connection().hashCode() << Integer.SIZE
                | Integer.toUnsignedLong(project.id().hashCode());
    }

    @Override
    public Map<Project, LatestEvents.Latest> latest(Connection connection, Collection<Project> projects)
            throws SQLException {
        // As the rows have them.
        Map<Project, Project> stored = new HashMap<>();
        projects.forEach(project -> stored.put(
                new Project(PostgresText.text(project.connection()), PostgresText.text(project.id())), project));
        Map<Project, LatestEvents.Latest> latest = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(LATEST)) {
            select.setArray(
                    1,
                    connection.createArrayOf(
                            "text",
                            stored.keySet().stream().map(Project::connection).toArray()));
            select.setArray(
                    2,
                    connection.createArrayOf(
                            "text", stored.keySet().stream().map(Project::id).toArray()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    Project project = stored.get(new Project(row.getString(1), row.getString(2)));
                    if (project != null) {
                        latest.put(project, LatestEvents.read(row, 3));
                    }
                }
            }
        }
        return latest;
    }

    @Override
    public Query table(List<Rows.Column> columns) {
        return new Query(
                "SELECT * FROM unnest("
                        + columns.stream()
                                .map(column -> column.values() instanceof Long[] ? "?::bigint[]" : "?::text[]")
                                .collect(Collectors.joining(", "))
                        + ")",
                columns.stream()
                        .map(column ->
                                column.values() instanceof String[] texts ? PostgresText.texts(texts) : column.values())
                        .toArray());
    }

    @Override
    public BitSet updateEach(Connection connection, String update, List<Rows.Column> columns) throws SQLException {
        String names = columns.stream().map(Rows.Column::name).collect(Collectors.joining(", "));
        BitSet changed = new BitSet();
        new Query("WITH t (" + names + ", nth) AS (")
                .and(table(columns))
                .and("WITH ORDINALITY)")
                .and(update)
                .and("RETURNING t.nth - 1")
                .each(connection, row -> changed.set(row.getInt(1)));
        return changed;
    }

    @Override
    public void storedHere(Connection connection, int posts) throws SQLException {
        new Query(STORED, node, posts).update(connection);
    }

    @Override
    public void announce(Connection connection, Topic topic) throws SQLException {
        try (PreparedStatement notify = connection.prepareStatement(ANNOUNCE)) {
            notify.setString(1, topic.name() + " " + node);
            notify.executeQuery().close();
        }
    }

    @Override
    public ReadLimit limit(Connection connection) {
        return most -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET LOCAL statement_timeout = " + most.toMillis());
            }
        };
    }

    @Override
    public long sizeBytes(Connection connection) throws SQLException {
        Long size = new Query("SELECT pg_database_size(current_database())").number(connection);
        return size == null ? 0 : size;
    }

    @Override
    public List<String> version(Connection connection) throws SQLException {
        return List.of("PostgreSQL", connection.getMetaData().getDatabaseProductVersion());
    }

    /** The database's own vacuum makes room for what comes. */
    @Override
    public boolean shrink(Connection connection, BooleanSupplier timeIsOver) {
        return false;
    }

    @Override
    public Errors errors() {
        return PostgresErrors.INSTANCE;
    }
}
