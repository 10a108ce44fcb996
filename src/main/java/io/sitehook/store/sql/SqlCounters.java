package io.sitehook.store.sql;

import io.sitehook.store.Counters;
import io.sitehook.store.Worklist.Backlog;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Counts, from the rows that are counted by the minute, and from indexes that hold little. */
final class SqlCounters implements Counters {
    private static final long HOUR = 60;
    private static final long DAY = 24 * HOUR;

    private static final String TOTALS = "SELECT connection, received, last_at, last_id FROM connection_total";
    private static final String DAYS = """
            SELECT connection, sum(CASE WHEN minute > ? THEN received ELSE 0 END), sum(received), sum(duplicates),
                sum(rejected), max(CASE WHEN rejected > 0 THEN minute END)
            FROM tally INDEXED BY tally_minute WHERE minute > ? GROUP BY connection""";
    private static final String OPEN = """
            SELECT handler, count(*), min(event) FROM delivery WHERE state IN ('PENDING', 'RUNNING') GROUP BY handler""";
    private static final String RUNNING =
            "SELECT handler, count(*) FROM delivery WHERE state = 'RUNNING' GROUP BY handler";
    private static final String DEAD =
            "SELECT handler, count(*) FROM delivery INDEXED BY delivery_ended WHERE state = 'DEAD' GROUP BY handler";
    private static final String DID =
            "SELECT handler, sum(done), sum(failed) FROM handler_tally WHERE minute > ? GROUP BY handler";
    private static final String LAST_DONE = "SELECT minute FROM handler_tally INDEXED BY handler_tally_done"
            + " WHERE handler = ? AND done > 0 ORDER BY minute DESC LIMIT 1";
    private static final String SWEEPS = "SELECT connection, ended_at, last_found, found FROM sweep";
    private static final String CAME =
            "SELECT minute, sum(received), sum(rejected) FROM tally" + " WHERE minute >= ? GROUP BY minute";
    private static final String WENT =
            "SELECT minute, sum(done), sum(failed) FROM handler_tally" + " WHERE minute >= ? GROUP BY minute";

    private final Readers readers;
    private final Clock clock;

    SqlCounters(Readers readers, Clock clock) {
        this.readers = readers;
        this.clock = clock;
    }

    private long minute() {
        return Tally.minute(clock.millis());
    }

    @Override
    public Map<String, ConnectionCounts> connections() {
        return readers.read(this::connections);
    }

    Map<String, ConnectionCounts> connections(Connection connection) throws SQLException {
        Map<String, ConnectionCounts> counts = new TreeMap<>();
        new Query(TOTALS)
                .each(
                        connection,
                        row -> counts.put(
                                row.getString(1),
                                new ConnectionCounts(
                                        row.getLong(2), Query.instant(row, 3), row.getString(4), 0, 0, 0, 0, null)));
        new Query(DAYS, minute() - HOUR, minute() - DAY).each(connection, row -> {
            ConnectionCounts total =
                    counts.getOrDefault(row.getString(1), new ConnectionCounts(0, null, null, 0, 0, 0, 0, null));
            Long rejected = Query.longOrNull(row, 6);
            counts.put(
                    row.getString(1),
                    new ConnectionCounts(
                            total.total(),
                            total.lastEventAt(),
                            total.lastEventId(),
                            row.getLong(2),
                            row.getLong(3),
                            row.getLong(4),
                            row.getLong(5),
                            rejected == null ? null : Tally.start(rejected)));
        });
        return counts;
    }

    @Override
    public Map<String, HandlerCounts> handlers() {
        return readers.read(this::handlers);
    }

    Map<String, HandlerCounts> handlers(Connection connection) throws SQLException {
        Map<String, Long> running = byHandler(connection, RUNNING);
        Map<String, Long> dead = byHandler(connection, DEAD);
        Map<String, Long> open = new HashMap<>();
        Map<String, Instant> oldest = new HashMap<>();
        new Query(OPEN).each(connection, row -> {
            open.put(row.getString(1), row.getLong(2));
            Long receivedAt =
                    new Query("SELECT received_at FROM event WHERE seq = ?", row.getLong(3)).number(connection);
            if (receivedAt != null) {
                oldest.put(row.getString(1), Instant.ofEpochMilli(receivedAt));
            }
        });
        Map<String, long[]> did = new HashMap<>();
        new Query(DID, minute() - DAY)
                .each(connection, row -> did.put(row.getString(1), new long[] {row.getLong(2), row.getLong(3)}));
        Map<String, HandlerCounts> counts = new TreeMap<>();
        for (Map<String, ?> names : List.of(dead, open, did)) {
            for (String name : names.keySet()) {
                long runs = running.getOrDefault(name, 0L);
                long[] day = did.getOrDefault(name, new long[2]);
                counts.put(
                        name,
                        new HandlerCounts(
                                open.getOrDefault(name, 0L) - runs,
                                runs,
                                oldest.get(name),
                                dead.getOrDefault(name, 0L),
                                day[0],
                                day[1]));
            }
        }
        return counts;
    }

    private static Map<String, Long> byHandler(Connection connection, String sql) throws SQLException {
        Map<String, Long> counts = new HashMap<>();
        new Query(sql).each(connection, row -> counts.put(row.getString(1), row.getLong(2)));
        return counts;
    }

    @Override
    public Map<String, SweepCounts> sweeps() {
        return readers.read(connection -> {
            Map<String, SweepCounts> counts = new TreeMap<>();
            new Query(SWEEPS)
                    .each(
                            connection,
                            row -> counts.put(
                                    row.getString(1),
                                    new SweepCounts(Query.instantOrNull(row, 2), row.getLong(3), row.getLong(4))));
            return counts;
        });
    }

    @Override
    public Optional<Instant> lastDone(String handler) {
        return readers.read(connection -> Optional.ofNullable(new Query(LAST_DONE, handler).number(connection))
                .map(Tally::start));
    }

    @Override
    public Backlog backlog() {
        return readers.read(CountBacklog::run);
    }

    @Override
    public History history(Duration span, Duration bucket) {
        long width = bucket.toMinutes();
        int buckets = (int) (span.toMinutes() / width);
        // Whole buckets since 1970, so that a point of the chart stays where it is when the page is loaded again.
        long from = (minute() / width - buckets + 1) * width;
        return readers.read(connection -> {
            long[][] counts = new long[4][buckets];
            fill(connection, CAME, from, width, counts[0], counts[3]);
            fill(connection, WENT, from, width, counts[1], counts[2]);
            return new History(
                    Tally.start(from), bucket, list(counts[0]), list(counts[1]), list(counts[2]), list(counts[3]));
        });
    }

    private static void fill(Connection connection, String sql, long from, long width, long[] first, long[] second)
            throws SQLException {
        new Query(sql, from).each(connection, row -> {
            int bucket = (int) ((row.getLong(1) - from) / width);
            if (bucket < first.length) {
                first[bucket] += row.getLong(2);
                second[bucket] += row.getLong(3);
            }
        });
    }

    private static List<Long> list(long[] counts) {
        return Arrays.stream(counts).boxed().toList();
    }

    @Override
    public long stored() {
        return readers.read(connection -> new Query("SELECT coalesce(sum(received), 0) FROM connection_total")
                .list(connection, row -> row.getLong(1))
                .get(0));
    }
}
