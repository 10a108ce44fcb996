package io.sitehook.store.sql;

import io.sitehook.store.AuditTrail;
import io.sitehook.store.Page;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The audit trail: written through the one writer, read on the readers' connections. */
final class SqlAuditTrail implements AuditTrail {
    private final GroupCommit commits;
    private final Readers readers;
    private final Clock clock;

    SqlAuditTrail(GroupCommit commits, Readers readers, Clock clock) {
        this.commits = commits;
        this.readers = readers;
        this.clock = clock;
    }

    @Override
    public CompletableFuture<Long> record(Action action) {
        Query insert = new Query(
                "INSERT INTO audit (at, \"user\", action, target, detail, remote_address) VALUES (?, ?, ?, ?, ?, ?) RETURNING id",
                clock.millis(),
                action.user(),
                action.action(),
                action.target(),
                action.detail(),
                action.remoteAddress());
        return Step.submit(
                commits,
                connection -> {
                    Long id = insert.number(connection);
                    return id == null ? 0L : id;
                },
                null);
    }

    @Override
    public Page<Entry> list(Filter filter, int limit, @Nullable String cursor) {
        Query select = new Query(
                        "SELECT id, at, \"user\", action, target, detail, remote_address FROM audit WHERE id < ?",
                        cursor == null ? Long.MAX_VALUE : SeqRange.seq(cursor))
                .andIf("AND \"user\" = ?", filter.user())
                .andIf("AND action = ?", filter.action())
                .andIf("AND at >= ?", Query.millis(filter.from()))
                .andIf("AND at < ?", Query.millis(filter.to()))
                .and("ORDER BY id DESC LIMIT ?", limit + 1);
        List<Entry> found = readers.read(connection -> select.list(
                connection,
                row -> new Entry(
                        row.getLong(1),
                        Query.instant(row, 2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6),
                        row.getString(7))));
        boolean more = found.size() > limit;
        List<Entry> shown = more ? found.subList(0, limit) : found;
        return new Page<>(shown, more ? SeqRange.cursor(shown.get(limit - 1).id()) : null);
    }
}
