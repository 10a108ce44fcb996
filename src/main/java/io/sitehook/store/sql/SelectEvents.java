package io.sitehook.store.sql;

import io.sitehook.store.Ledger.DeliveryState;
import io.sitehook.store.Ledger.EventFilter;
import io.sitehook.store.Ledger.EventRow;
import io.sitehook.store.Page;
import io.sitehook.store.Sweeps;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lists events, newest first. One filter is walked over its index; what the others leave out is looked at and passed
 * over, some ten thousand events at a time and a tenth of a second in all. Then the page ends, with what was found.
 */
final class SelectEvents {
    private static final long WINDOW = 20_000;
    private static final Duration BUDGET = Duration.ofMillis(100);
    private static final Pattern ID_START = Pattern.compile("[0-9a-f]{8}[0-9a-f-]{0,28}");

    private final Connection connection;
    private final EventFilter filter;
    private SeqRange range;
    private final Query rest = new Query("");
    private boolean complete = true;

    private SelectEvents(Connection connection, EventFilter filter) throws SQLException {
        this.connection = connection;
        this.filter = filter;
        range = SeqRange.of(connection, filter.from(), filter.to());
    }

    static Page<EventRow> page(Connection connection, EventFilter filter, int limit, @Nullable String cursor)
            throws SQLException {
        return new SelectEvents(connection, filter).page(limit, cursor);
    }

    private Page<EventRow> page(int limit, @Nullable String cursor) throws SQLException {
        List<Query> arms = arms();
        if (cursor != null) {
            range = range.before(SeqRange.seq(cursor));
        }
        Long newest = new Query("SELECT max(seq) FROM event").number(connection);
        range = range.before(newest == null ? 0 : newest + 1);
        Long oldest = new Query("SELECT min(seq) FROM event").number(connection);
        range = range.intersect(new SeqRange(oldest == null ? 0 : oldest, Long.MAX_VALUE));
        long start = System.nanoTime();
        List<Long> found = new ArrayList<>();
        long at = range.to();
        while (found.size() <= limit && at > range.from()) {
            if (System.nanoTime() - start > BUDGET.toNanos()) {
                break;
            }
            long from = complete ? range.from() : Math.max(range.from(), at - WINDOW);
            found.addAll(walk(arms, new SeqRange(from, at), limit + 1 - found.size()));
            at = from;
        }
        boolean more = found.size() > limit;
        List<Long> shown = more ? found.subList(0, limit) : found;
        String next = more ? SeqRange.cursor(shown.get(limit - 1)) : at > range.from() ? SeqRange.cursor(at) : null;
        return new Page<>(EventRows.of(connection, shown), next);
    }

    /** The walk over an index; the filters that it does not cover go to {@link #rest}. */
    private List<Query> arms() throws SQLException {
        String project = filter.project();
        String text = filter.text();
        if (text != null && !text.isEmpty()) {
            String lower = text.toLowerCase(Locale.ROOT);
            SeqRange ids = ID_START.matcher(lower).matches() ? idRange(lower) : null;
            if (ids != null) {
                range = range.intersect(ids);
            } else if (project == null && isProject(text)) {
                project = text;
            } else {
                // instr and not LIKE: no character means anything but itself.
                rest("(instr(lower(e.status), ?) > 0 OR instr(lower(e.project_id), ?) > 0)", lower, lower);
            }
        }
        List<Query> arms = null;
        boolean byConnectionAndState = false;
        if (project != null) {
            arms = EventArms.ofProject(connection, filter.connection(), project);
        }
        DeliveryState deliveryState = filter.deliveryState();
        if (arms == null && deliveryState != null && SelectDeliveries.isEnded(deliveryState)) {
            arms = List.of(new Query("(SELECT DISTINCT event AS seq FROM delivery INDEXED BY delivery_ended"
                            + " WHERE state = '" + deliveryState.name() + "'")
                    .andIf("AND handler = ?", filter.handler())
                    .and("ORDER BY event DESC) d JOIN event e ON e.seq = d.seq WHERE TRUE"));
        } else if (filter.handler() != null || deliveryState != null) {
            rest(new Query("EXISTS (SELECT 1 FROM delivery d WHERE d.event = e.seq")
                    .andIf("AND d.handler = ?", filter.handler())
                    .andIf("AND d.state = ?", deliveryState == null ? null : deliveryState.name())
                    .and(")"));
        }
        if (arms == null && filter.swept()) {
            arms = EventArms.swept(connection, filter.connection());
        } else if (filter.swept()) {
            rest("e.signature = '" + Sweeps.SIGNATURE + "'");
        }
        if (filter.state() != null) {
            if (arms == null) {
                arms = EventArms.ofState(connection, filter.state(), filter.workflowState());
            }
            rest(UnroutedEvents.STATE + " = ?", filter.state().name());
        }
        if (arms == null && (filter.connection() != null || filter.workflowState() != null)) {
            arms = EventArms.ofConnectionAndState(connection, filter.connection(), filter.workflowState());
            byConnectionAndState = arms != null;
        }
        if (!byConnectionAndState) {
            if (filter.connection() != null) {
                rest("e.connection = ?", filter.connection());
            }
            if (filter.workflowState() != null) {
                rest("e.workflow_state IS NOT DISTINCT FROM ?", EventArms.nullIfEmpty(filter.workflowState()));
            }
        }
        // Exact where the stretch is wider; it costs no walk.
        rest.andIf("AND e.received_at >= ?", Query.millis(filter.from()))
                .andIf("AND e.received_at < ?", Query.millis(filter.to()));
        return arms == null ? EventArms.all() : arms;
    }

    private void rest(String condition, @Nullable Object... values) {
        rest(new Query(condition, values));
    }

    private void rest(Query condition) {
        complete = false;
        rest.and("AND").and(condition);
    }

    private @Nullable SeqRange idRange(String start) throws SQLException {
        Long first = new Query("SELECT seq FROM event WHERE id >= ? AND id < ? ORDER BY id LIMIT 1", start, start + "g")
                .number(connection);
        Long last = new Query(
                        "SELECT seq FROM event WHERE id >= ? AND id < ? ORDER BY id DESC LIMIT 1", start, start + "g")
                .number(connection);
        return first == null || last == null ? null : new SeqRange(first, last + 1);
    }

    private boolean isProject(String text) throws SQLException {
        for (Query arm : EventArms.ofProject(connection, null, text)) {
            if (new Query("SELECT 1 FROM").and(arm).and("LIMIT 1").number(connection) != null) {
                return true;
            }
        }
        return false;
    }

    private List<Long> walk(List<Query> arms, SeqRange stretch, int most) throws SQLException {
        Query all = new Query("");
        for (Query arm : arms) {
            all.and(all.sql().isEmpty() ? "" : "UNION ALL")
                    .and("SELECT seq FROM (SELECT e.seq AS seq FROM")
                    .and(arm)
                    .and(rest)
                    .and(
                            "AND e.seq >= ? AND e.seq < ? ORDER BY e.seq DESC LIMIT ?) arm",
                            stretch.from(),
                            stretch.to(),
                            most);
        }
        if (arms.isEmpty()) {
            return Collections.emptyList();
        }
        return new Query("SELECT seq FROM (")
                .and(all)
                .and(") arms ORDER BY seq DESC LIMIT ?", most)
                .list(connection, row -> row.getLong(1));
    }
}
