package io.sitehook.store.sql;

import io.sitehook.store.BadCursorException;
import io.sitehook.store.Ledger.DeliveryFilter;
import io.sitehook.store.Ledger.DeliveryRow;
import io.sitehook.store.Ledger.DeliveryState;
import io.sitehook.store.Page;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists deliveries, those of the newest events first, in the manner of {@link SelectEvents}. */
final class SelectDeliveries {
    private static final long WINDOW = 20_000;
    /** Sorts behind every name of a handler. */
    private static final String LAST = "~";

    private static final Duration BUDGET = Duration.ofMillis(100);

    private static final String COLUMNS = """
            SELECT d.id, e.id, d.connection, d.project_id, e.workflow_state, d.handler, d.state, d.attempts, d.due_at,
                d.finished_at, a.outcome, a.text, d.cause
            FROM delivery d JOIN event e ON e.seq = d.event
                LEFT JOIN attempt a ON a.delivery = d.id AND a.number = d.attempts
            WHERE d.id = ?""";

    private final Connection connection;
    private final DeliveryFilter filter;
    private final SeqRange range;

    private SelectDeliveries(Connection connection, DeliveryFilter filter) throws SQLException {
        this.connection = connection;
        this.filter = filter;
        range = SeqRange.of(connection, filter.from(), filter.to());
    }

    /** Whether deliveries in this state need a person, or had one; they are few. */
    static boolean isEnded(DeliveryState state) {
        return state == DeliveryState.DEAD || state == DeliveryState.DISCARDED || state == DeliveryState.SUPERSEDED;
    }

    /** Where a delivery stands in the list. */
    private record Place(long id, long event, String handler) {}

    static Page<DeliveryRow> page(Connection connection, DeliveryFilter filter, int limit, @Nullable String cursor)
            throws SQLException {
        return new SelectDeliveries(connection, filter).page(limit, cursor);
    }

    private Page<DeliveryRow> page(int limit, @Nullable String cursor) throws SQLException {
        SeqRange left = range.intersect(bounds());
        String handler = "";
        if (cursor != null) {
            String[] parts = cursor.split("\\.", 2);
            if (parts.length != 2) {
                throw new BadCursorException();
            }
            left = left.before(SeqRange.seq(parts[0]) + 1);
            handler = parts[1];
        }
        long start = System.nanoTime();
        List<Place> found = new ArrayList<>();
        while (found.size() <= limit && !left.isEmpty() && System.nanoTime() - start < BUDGET.toNanos()) {
            long from = indexed() ? left.from() : Math.max(left.from(), left.to() - WINDOW);
            found.addAll(walk(new SeqRange(from, left.to()), handler, limit + 1 - found.size()));
            left = left.before(from);
            handler = LAST;
        }
        boolean more = found.size() > limit;
        List<Place> shown = more ? found.subList(0, limit) : found;
        List<DeliveryRow> rows = new ArrayList<>();
        for (Place place : shown) {
            rows.addAll(new Query(COLUMNS, place.id()).list(connection, SelectDeliveries::read));
        }
        Place last = more ? shown.get(limit - 1) : null;
        String next = last != null
                ? SeqRange.cursor(last.event()) + "." + last.handler()
                : left.isEmpty() ? null : SeqRange.cursor(left.to() - 1) + "." + LAST;
        return new Page<>(rows, next);
    }

    private SeqRange bounds() throws SQLException {
        Long first = new Query("SELECT min(event) FROM delivery").number(connection);
        Long last = new Query("SELECT max(event) FROM delivery").number(connection);
        return first == null || last == null ? new SeqRange(0, 0) : new SeqRange(first, last + 1);
    }

    /** Whether the walk passes over little, so that it needs no end. */
    private boolean indexed() {
        DeliveryState state = filter.state();
        return filter.project() != null || filter.cause() != null || (state != null && state != DeliveryState.DONE);
    }

    private List<Place> walk(SeqRange stretch, String handler, int most) throws SQLException {
        return new Query("SELECT d.id, d.event, d.handler FROM")
                .and(conditions())
                .and("AND d.event >= ? AND d.event < ?", stretch.from(), stretch.to())
                .and("AND (d.event < ? OR d.handler < ?)", stretch.to() - 1, handler.isEmpty() ? LAST : handler)
                .and("ORDER BY d.event DESC, d.handler DESC LIMIT ?", most)
                .list(connection, row -> new Place(row.getLong(1), row.getLong(2), row.getString(3)));
    }

    /** Table, index and all that the filter asks for, but for the time. */
    private Query conditions() throws SQLException {
        DeliveryState state = filter.state();
        Query query;
        if (filter.cause() != null) {
            query = new Query(
                    "delivery d INDEXED BY delivery_failing WHERE d.cause IS NOT NULL"
                            + " AND d.state IN ('PENDING', 'RUNNING', 'DEAD') AND d.cause = ?",
                    filter.cause());
        } else if (filter.project() != null) {
            query = new Query("delivery d WHERE d.event IN (");
            boolean first = true;
            for (Query arm : EventArms.ofProject(connection, filter.connection(), filter.project())) {
                query.and(first ? "SELECT e.seq FROM" : "UNION ALL SELECT e.seq FROM")
                        .and(arm);
                first = false;
            }
            query.and(")");
        } else if (state != null && isEnded(state)) {
            query = new Query("delivery d INDEXED BY delivery_ended WHERE TRUE");
        } else if (state == DeliveryState.RUNNING) {
            query = new Query("delivery d INDEXED BY delivery_leased WHERE TRUE");
        } else if (state == DeliveryState.PENDING) {
            query = new Query("delivery d INDEXED BY delivery_line WHERE d.state IN ('PENDING', 'RUNNING')");
        } else {
            query = new Query("delivery d WHERE TRUE");
        }
        if (state != null) {
            query.and("AND d.state = '" + state.name() + "'");
        }
        return query.andIf("AND d.handler = ?", filter.handler()).andIf("AND d.connection = ?", filter.connection());
    }

    /** How many there are. */
    static long count(Connection connection, DeliveryFilter filter) throws SQLException {
        SelectDeliveries select = new SelectDeliveries(connection, filter);
        Long count = new Query("SELECT count(*) FROM")
                .and(select.conditions())
                .and("AND d.event >= ? AND d.event < ?", select.range.from(), select.range.to())
                .number(connection);
        return count == null ? 0 : count;
    }

    private static DeliveryRow read(ResultSet row) throws SQLException {
        return new DeliveryRow(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getInt(8),
                Query.instant(row, 9),
                Query.instantOrNull(row, 10),
                row.getString(11),
                row.getString(12),
                row.getString(13));
    }
}
