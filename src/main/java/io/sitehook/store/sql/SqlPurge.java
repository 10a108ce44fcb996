package io.sitehook.store.sql;

import io.sitehook.store.Purge;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/** Retention: looked for on the readers' connections, removed by the one writer. */
final class SqlPurge implements Purge {
    static final String LOOK = "SELECT e.seq, e.connection, " + UnroutedEvents.STATE + """
            , e.received_at,
                (SELECT count(*) FROM delivery d WHERE d.event = e.seq AND d.state IN ('PENDING', 'RUNNING')),
                (SELECT count(*) FROM delivery d WHERE d.event = e.seq AND d.state = 'DEAD'),
                coalesce((SELECT max(d.finished_at) FROM delivery d WHERE d.event = e.seq), 0)
            FROM event e WHERE""";
    private static final String COUNTS = """
            SELECT t.connection, t.received - coalesce(p.events, 0)
            FROM connection_total t LEFT JOIN purged p ON p.connection = t.connection""";
    private static final List<String> TRIM_COUNTS = List.of(
            "DELETE FROM tally WHERE (connection, minute) IN (SELECT connection, minute FROM tally INDEXED BY tally_minute"
                    + " WHERE minute < ? LIMIT ?)",
            "DELETE FROM handler_tally WHERE (minute, handler) IN (SELECT minute, handler FROM handler_tally"
                    + " WHERE minute < ? LIMIT ?)");
    private static final String TRIM_CAUSES = """
            DELETE FROM cause WHERE key IN (SELECT c.key FROM cause c WHERE c.first_at < ? AND NOT EXISTS (
                SELECT 1 FROM delivery d INDEXED BY delivery_failing
                WHERE d.cause = c.key AND d.cause IS NOT NULL AND d.state IN ('PENDING', 'RUNNING', 'DEAD')) LIMIT ?)""";
    // Ids of audit rows go up with time.
    private static final String TRIM_AUDIT =
            "DELETE FROM audit WHERE id IN (SELECT id FROM (SELECT id, at FROM audit ORDER BY id LIMIT ?) oldest WHERE at < ?)";
    private static final String TRIM_JOBS =
            "DELETE FROM job WHERE id IN (SELECT id FROM job WHERE at < ? AND state <> 'RUNNING' LIMIT ?)";
    private static final String TRIM_STATES =
            "DELETE FROM purged_state WHERE (connection, project_id) IN (SELECT connection, project_id FROM purged_state"
                    + " WHERE at < ? LIMIT ?)";

    private final GroupCommit commits;
    private final Readers readers;
    private final Dialect dialect;
    private final LongSupplier nanoTime;

    SqlPurge(GroupCommit commits, Readers readers, Dialect dialect, LongSupplier nanoTime) {
        this.commits = commits;
        this.readers = readers;
        this.dialect = dialect;
        this.nanoTime = nanoTime;
    }

    @Override
    public List<Kept> look(long after, int most) {
        return readers.read(connection -> new Query(LOOK)
                .and("e.seq > ? ORDER BY e.seq LIMIT ?", after, most)
                .list(connection, SqlPurge::kept));
    }

    static Kept kept(ResultSet row) throws SQLException {
        Instant receivedAt = Query.instant(row, 4);
        Instant finishedAt = Query.instant(row, 7);
        return new Kept(
                row.getLong(1),
                row.getString(2),
                Kind.of(row.getString(3), row.getLong(5) > 0, row.getLong(6) > 0),
                receivedAt,
                finishedAt.isAfter(receivedAt) ? finishedAt : receivedAt);
    }

    @Override
    public Map<String, Long> counts() {
        Map<String, Long> counts = new HashMap<>();
        readers.read(connection ->
                        new Query(COUNTS).list(connection, row -> Map.entry(row.getString(1), row.getLong(2))))
                .forEach(count -> counts.put(count.getKey(), count.getValue()));
        return counts;
    }

    @Override
    public CompletableFuture<Removed> remove(List<Kept> events, Duration limit) {
        List<Kept> all = List.copyOf(events);
        return Step.submit(
                commits,
                connection -> {
                    long end = nanoTime.getAsLong() + limit.toNanos();
                    try (RemoveEvents remove = new RemoveEvents(connection)) {
                        int looked = 0;
                        List<Kept> removed = new ArrayList<>();
                        while (looked < all.size() && (looked == 0 || nanoTime.getAsLong() - end < 0)) {
                            Kept event = all.get(looked);
                            if (remove.remove(event)) {
                                removed.add(event);
                            }
                            looked++;
                        }
                        remove.count();
                        return new Removed(looked, List.copyOf(removed));
                    }
                },
                null);
    }

    @Override
    public CompletableFuture<Integer> trim(Instant countsBefore, Instant auditBefore, int most) {
        long minute = Tally.minute(countsBefore.toEpochMilli());
        long audit = auditBefore.toEpochMilli();
        List<Query> trims = new ArrayList<>();
        TRIM_COUNTS.forEach(sql -> trims.add(new Query(sql, minute, most)));
        trims.add(new Query(TRIM_CAUSES, countsBefore.toEpochMilli(), most));
        trims.add(new Query(TRIM_AUDIT, most, audit));
        trims.add(new Query(TRIM_JOBS, audit, most));
        trims.add(new Query(TRIM_STATES, audit, most));
        return Step.submit(
                commits,
                connection -> {
                    int rows = 0;
                    for (Query trim : trims) {
                        rows = Math.max(rows, trim.update(connection));
                    }
                    return rows;
                },
                null);
    }

    @Override
    public CompletableFuture<Boolean> shrink(Duration limit) {
        return Step.submit(
                commits,
                connection -> {
                    long end = nanoTime.getAsLong() + limit.toNanos();
                    return dialect.shrink(connection, () -> nanoTime.getAsLong() - end >= 0);
                },
                null);
    }
}
