package io.sitehook.store.sql;

import static io.sitehook.testing.Incomings.change;
import static org.assertj.core.api.Assertions.assertThat;

import io.sitehook.store.Ledger.DeliveryFilter;
import io.sitehook.store.Ledger.DeliveryState;
import io.sitehook.store.Ledger.EventFilter;
import io.sitehook.store.Ledger.EventState;
import io.sitehook.store.Ledger.FailureFilter;
import io.sitehook.store.Purge;
import io.sitehook.testing.MutableClock;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Not timings: what the lists ask is recorded, and each plan must use an index. */
class QueryPlansTest {
    @TempDir
    Path home;

    private OpenStore store;

    @BeforeEach
    void open() {
        store = new OpenStore(home, new MutableClock());
        store.put(change("1", "A"));
        store.put(change("2", null));
        store.route("a");
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void assertNoScan(Connections.Body<?> asks) throws SQLException {
        Set<String> asked = new LinkedHashSet<>();
        try (Connection connection = store.connect()) {
            asks.run(recording(connection, asked));
            assertThat(asked).isNotEmpty();
            for (String sql : asked) {
                List<String> plan = plan(connection, sql);
                // What is made by a part of the query itself is no table.
                plan.removeIf(step -> step.startsWith("SCAN ") && plan.contains("CO-ROUTINE " + step.substring(5)));
                assertThat(plan).as(sql).noneMatch(QueryPlansTest::isScanOfALargeTable);
            }
        }
    }

    private static Connection recording(Connection connection, Set<String> asked) {
        return (Connection) Proxy.newProxyInstance(
                QueryPlansTest.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    if (arguments != null && arguments.length > 0 && arguments[0] instanceof String sql) {
                        asked.add(sql);
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static List<String> plan(Connection connection, String sql) throws SQLException {
        List<String> plan = new ArrayList<>();
        // Unset parameters are null, which the plan does not depend on.
        try (var statement = connection.prepareStatement("EXPLAIN QUERY PLAN " + sql);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                plan.add(row.getString("detail"));
            }
        }
        return plan;
    }

    /** A walk over all rows of a table; over an index that holds only what is asked for it is none. */
    private static boolean isScanOfALargeTable(String step) {
        boolean table = step.matches("SCAN (event|delivery|attempt|e|d|a)\\b.*");
        boolean partial =
                step.matches(".*INDEX (event_apart|event_unrouted|delivery_(ended|failing|line|leased|due))\\b.*");
        return table && !partial;
    }

    @Test
    void aScanWouldBeFound() throws SQLException {
        try (Connection connection = store.connect()) {
            assertThat(plan(connection, "SELECT * FROM event WHERE remote_address = ''"))
                    .anyMatch(QueryPlansTest::isScanOfALargeTable);
        }
    }

    @Test
    void everyFilterOfTheEventsUsesAnIndex() throws SQLException {
        Instant time = store.clock.instant();
        for (EventFilter filter : List.of(
                EventFilter.ALL,
                new EventFilter("sitecapture", null, null, null, null, null, null, null, false, null),
                new EventFilter(null, null, null, null, null, null, null, null, true, null),
                new EventFilter("sitecapture", null, "A", EventState.ROUTED, null, null, null, null, true, null),
                new EventFilter(null, "1", null, null, null, null, null, null, false, null),
                new EventFilter(null, null, "A", null, null, null, null, null, false, null),
                new EventFilter(null, null, "", null, null, null, null, null, false, null),
                new EventFilter(null, null, null, EventState.PARKED, null, null, null, null, false, null),
                new EventFilter(null, null, null, EventState.RECEIVED, null, null, null, null, false, null),
                new EventFilter(null, null, null, EventState.ROUTED, null, null, null, null, false, null),
                new EventFilter(null, null, null, null, "a", null, null, null, false, null),
                new EventFilter(null, null, null, null, "a", DeliveryState.DEAD, null, null, false, null),
                new EventFilter(null, null, null, null, null, DeliveryState.PENDING, null, null, false, null),
                new EventFilter(null, null, null, null, null, null, time, time, false, null),
                new EventFilter(null, null, null, null, null, null, null, null, false, "01939d2e"),
                new EventFilter(null, null, null, null, null, null, null, null, false, "some"),
                new EventFilter(
                        "sitecapture", "1", "A", EventState.ROUTED, "a", DeliveryState.DONE, time, null, false, "x"))) {
            assertNoScan(connection -> SelectEvents.page(connection, filter, 50, null));
        }
    }

    @Test
    void everyFilterOfTheDeliveriesUsesAnIndex() throws SQLException {
        List<DeliveryFilter> filters = new ArrayList<>(List.of(
                DeliveryFilter.ALL,
                new DeliveryFilter(null, "a", null, null, null, null, null),
                new DeliveryFilter(null, null, "sitecapture", null, null, null, null),
                new DeliveryFilter(null, null, null, "1", null, null, null),
                new DeliveryFilter(null, null, null, null, "key", null, null),
                new DeliveryFilter(null, null, null, null, null, store.clock.instant(), null)));
        for (DeliveryState state : DeliveryState.values()) {
            filters.add(new DeliveryFilter(state, null, null, null, null, null, null));
        }
        for (DeliveryFilter filter : filters) {
            assertNoScan(connection -> SelectDeliveries.page(connection, filter, 50, null));
        }
    }

    @Test
    void whatTheOtherPagesAskUsesIndexesToo() throws SQLException {
        String event = store.store().ledger().newestEvent().orElseThrow();
        assertNoScan(connection -> SelectEvent.byId(connection, event));
        assertNoScan(connection -> SelectFailures.run(connection, FailureFilter.ALL));
        assertNoScan(SelectSeenStates::run);
        assertNoScan(CountBacklog::run);
    }

    @Test
    void whatRetentionLooksForAndTakesOutIsFoundByIndexes() throws SQLException {
        store.put(change("1", "B"));
        List<Purge.Kept> events = store.store().purge().look(0, 10);
        assertThat(events).hasSize(3);
        assertNoScan(connection -> {
            try (RemoveEvents remove = new RemoveEvents(connection)) {
                return remove.remove(events.get(0));
            }
        });
        assertNoScan(connection -> new Query(SqlPurge.LOOK)
                .and("e.seq > ? ORDER BY e.seq LIMIT ?", 0, 10)
                .list(connection, row -> row.getLong(1)));
    }
}
