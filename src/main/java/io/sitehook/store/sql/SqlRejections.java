package io.sitehook.store.sql;

import io.sitehook.store.BadCursorException;
import io.sitehook.store.Page;
import io.sitehook.store.RejectionStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Refused posts and uses of secrets: written in bulk through the one writer, read on the readers' connections. */
final class SqlRejections implements RejectionStore {
    private static final String UPSERT = """
            INSERT INTO rejection (connection, remote_address, reason, first_at, last_at, count, findings, header,
                body_length, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (connection, remote_address, reason) DO UPDATE SET last_at =
                    CASE WHEN rejection.last_at > excluded.last_at THEN rejection.last_at ELSE excluded.last_at END,
                count = rejection.count + excluded.count,
                findings = CASE WHEN excluded.findings = '' THEN rejection.findings ELSE excluded.findings END,
                header = CASE WHEN excluded.findings = '' THEN rejection.header ELSE excluded.header END,
                body_length = CASE WHEN excluded.findings = '' THEN rejection.body_length ELSE excluded.body_length END,
                body = CASE WHEN excluded.findings = '' THEN rejection.body ELSE excluded.body END""";
    private static final String TRIM = """
            DELETE FROM rejection WHERE id IN (
                SELECT id FROM rejection WHERE connection = ? ORDER BY last_at DESC, id DESC LIMIT 1000000000 OFFSET ?)""";
    private static final String TALLY = """
            INSERT INTO tally (connection, minute, received, rejected) VALUES (?, ?, 0, ?)
            ON CONFLICT (connection, minute) DO UPDATE SET rejected = tally.rejected + excluded.rejected""";
    private static final String USE = """
            INSERT INTO secret_use (connection, label, at, form) VALUES (?, ?, ?, ?)
            ON CONFLICT (connection, label) DO UPDATE SET at = excluded.at, form = excluded.form""";

    private final GroupCommit commits;
    private final Readers readers;

    SqlRejections(GroupCommit commits, Readers readers) {
        this.commits = commits;
        this.readers = readers;
    }

    @Override
    public CompletableFuture<Integer> write(List<Refused> refused, List<Use> uses) {
        return Step.submit(commits, connection -> write(connection, refused, uses), null);
    }

    private static Integer write(Connection connection, List<Refused> refused, List<Use> uses) throws SQLException {
        TreeSet<String> connections = new TreeSet<>();
        for (Refused each : refused) {
            long at = each.at().toEpochMilli();
            new Query(
                            UPSERT,
                            each.connection(),
                            each.remoteAddress(),
                            each.reason(),
                            at,
                            at,
                            each.count(),
                            String.join("\n", each.findings()),
                            each.header(),
                            each.bodyLength() < 0 ? null : each.bodyLength(),
                            each.body())
                    .update(connection);
            new Query(TALLY, each.connection(), Tally.minute(at), each.count()).update(connection);
            connections.add(each.connection());
        }
        for (String name : connections) {
            new Query(TRIM, name, MOST_OF_CONNECTION).update(connection);
        }
        for (Use use : uses) {
            new Query(USE, use.connection(), use.secret(), use.at().toEpochMilli(), use.form()).update(connection);
        }
        return refused.size();
    }

    @Override
    public CompletableFuture<Integer> rename(String name, String from, @Nullable String to) {
        return Step.submit(
                commits,
                connection -> to == null
                        ? new Query("DELETE FROM secret_use WHERE connection = ? AND label = ?", name, from)
                                .update(connection)
                        : new Query("DELETE FROM secret_use WHERE connection = ? AND label = ?", name, to)
                                        .update(connection)
                                + new Query(
                                                "UPDATE secret_use SET label = ? WHERE connection = ? AND label = ?",
                                                to,
                                                name,
                                                from)
                                        .update(connection),
                null);
    }

    @Override
    public Page<Row> list(Filter filter, int limit, @Nullable String cursor) {
        Query select = new Query(
                        "SELECT id, last_at, first_at, connection, remote_address, count, reason, findings, body_length,"
                                + " body, header FROM rejection WHERE 1 = 1")
                .andIf("AND connection = ?", filter.connection())
                .andIf("AND last_at >= ?", Query.millis(filter.from()))
                .andIf("AND last_at < ?", Query.millis(filter.to()));
        if (cursor != null) {
            long[] before = before(cursor);
            select.and("AND (last_at, id) < (?, ?)", before[0], before[1]);
        }
        select.and("ORDER BY last_at DESC, id DESC LIMIT ?", limit + 1);
        List<Row> found = readers.read(connection -> select.list(connection, SqlRejections::row));
        boolean more = found.size() > limit;
        List<Row> shown = more ? found.subList(0, limit) : found;
        Row last = more ? shown.get(limit - 1) : null;
        return new Page<>(shown, last == null ? null : last.at().toEpochMilli() + "-" + last.id());
    }

    private static long[] before(String cursor) {
        String[] parts = cursor.split("-", -1);
        try {
            if (parts.length == 2) {
                return new long[] {Long.parseLong(parts[0]), Long.parseLong(parts[1])};
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new BadCursorException();
    }

    private static Row row(ResultSet row) throws SQLException {
        String findings = row.getString(8);
        Long length = Query.longOrNull(row, 9);
        return new Row(
                row.getLong(1),
                Query.instant(row, 2),
                Query.instant(row, 3),
                row.getString(4),
                row.getString(5),
                row.getLong(6),
                row.getString(7),
                findings.isEmpty() ? List.of() : List.of(findings.split("\n", -1)),
                length == null ? -1 : length.intValue(),
                row.getBytes(10),
                row.getString(11));
    }

    @Override
    public Map<String, Use> uses(String name) {
        Map<String, Use> uses = new TreeMap<>();
        Query select = new Query("SELECT label, at, form FROM secret_use WHERE connection = ?", name);
        readers.read(connection -> select.list(
                        connection, row -> new Use(name, row.getString(1), Query.instant(row, 2), row.getString(3))))
                .forEach(use -> uses.put(use.secret(), use));
        return uses;
    }
}
