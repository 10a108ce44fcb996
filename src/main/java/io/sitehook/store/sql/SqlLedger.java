package io.sitehook.store.sql;

import io.sitehook.store.Ledger;
import io.sitehook.store.Page;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The ledger, read on connections of its own. */
final class SqlLedger implements Ledger {
    private final Readers readers;
    private final Dialect dialect;

    SqlLedger(Readers readers, Dialect dialect) {
        this.readers = readers;
        this.dialect = dialect;
    }

    @Override
    public Page<EventRow> events(EventFilter filter, int limit, @Nullable String cursor) {
        return readers.read(connection -> SelectEvents.page(connection, filter, limit, cursor));
    }

    @Override
    public Optional<EventDetail> event(String id) {
        return readers.read(connection -> SelectEvent.byId(connection, id));
    }

    @Override
    public List<EventRow> eventsAfter(@Nullable String after, int limit) {
        return readers.read(connection -> EventRows.of(
                connection,
                new Query("SELECT seq FROM event WHERE id > ? ORDER BY id LIMIT ?", after == null ? "" : after, limit)
                        .list(connection, row -> row.getLong(1))));
    }

    @Override
    public Optional<String> newestEvent() {
        return readers.read(
                connection -> Optional.ofNullable(new Query("SELECT id FROM event ORDER BY seq DESC LIMIT 1")
                        .first(connection, row -> row.getString(1))));
    }

    @Override
    public Optional<Instant> oldestEvent() {
        return readers.read(connection ->
                Optional.ofNullable(new Query("SELECT received_at FROM event ORDER BY seq LIMIT 1")
                        .first(connection, row -> Query.instant(row, 1))));
    }

    @Override
    public Page<DeliveryRow> deliveries(DeliveryFilter filter, int limit, @Nullable String cursor) {
        return readers.read(connection -> SelectDeliveries.page(connection, filter, limit, cursor));
    }

    @Override
    public long countDeliveries(DeliveryFilter filter) {
        return readers.read(connection -> SelectDeliveries.count(connection, filter));
    }

    @Override
    public List<FailureGroup> failures(FailureFilter filter) {
        return readers.read(connection -> SelectFailures.run(connection, filter));
    }

    @Override
    public List<SeenState> seenStates() {
        return readers.read(SelectSeenStates::run);
    }

    @Override
    public long sizeBytes() {
        return readers.read(dialect::sizeBytes);
    }

    @Override
    public List<String> databaseVersion() {
        return readers.read(dialect::version);
    }
}
