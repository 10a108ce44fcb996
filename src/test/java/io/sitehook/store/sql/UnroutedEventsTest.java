package io.sitehook.store.sql;

import static io.sitehook.store.sql.OpenStore.get;
import static io.sitehook.testing.Incomings.change;
import static org.assertj.core.api.Assertions.assertThat;

import io.sitehook.store.Ledger.EventFilter;
import io.sitehook.store.Ledger.EventRow;
import io.sitehook.store.Ledger.EventState;
import io.sitehook.store.Purge;
import io.sitehook.store.Repairs.Refused;
import io.sitehook.store.Worklist.Routing;
import io.sitehook.store.Worklist.Target;
import io.sitehook.testing.MutableClock;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Where requests are stored beside all other work, an event is stored as what it will be, and routed later. */
@ExtendWith(OnPostgres.class)
class UnroutedEventsTest {
    private static final String EVENTS = "SELECT project_id, workflow_state, state, reason FROM event ORDER BY seq";
    private static final String VERSIONS = "SELECT seq, xmin, ctid FROM event ORDER BY seq";
    private static final Routing COMPLETE_TO_A =
            event -> "COMPLETE".equals(event.workflowState()) ? List.of(new Target("a", false)) : List.of();
    private static final Routing ALL_TO_A = event -> List.of(new Target("a", false));
    private static final Routing TO_NOBODY = event -> List.of();

    @TempDir
    Path home;

    private OpenStore store;

    @BeforeEach
    void open() {
        store = new OpenStore(home, new MutableClock());
        store.worklist().routeArrivals(COMPLETE_TO_A);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private List<String> shown() {
        return events(null).stream().map(EventRow::state).toList();
    }

    private List<EventRow> events(EventState state) {
        return store.store()
                .ledger()
                .events(new EventFilter(null, null, null, state, null, null, null, null, false, null), 10, null)
                .items();
    }

    @Test
    void aRowIsWrittenOnce() {
        store.put(change("1", "COMPLETE"));
        store.put(change("2", "ODD"));
        store.put(change("1", "COMPLETE")); // a duplicate
        List<String> versions = store.rows(VERSIONS);
        assertThat(store.rows(EVENTS).subList(0, 2))
                .containsExactly("1 COMPLETE ROUTED null", "2 ODD PARKED no handler takes the workflow state ODD");
        assertThat(shown()).containsExactly("DUPLICATE", "RECEIVED", "RECEIVED");
        assertThat(store.rows("SELECT count(*) FROM delivery")).containsExactly("0");
        assertThat(get(store.worklist().route(COMPLETE_TO_A, 10))).isEqualTo(2);
        assertThat(shown()).containsExactly("DUPLICATE", "PARKED", "ROUTED");
        assertThat(store.rows("SELECT event, handler, state, head FROM delivery"))
                .containsExactly("1 a PENDING 1");
        assertThat(store.rows(VERSIONS)).isEqualTo(versions);
        assertThat(get(store.worklist().route(COMPLETE_TO_A, 10))).isZero();
        assertThat(store.rows("SELECT workflow_state, events FROM state_tally ORDER BY workflow_state"))
                .containsExactly("COMPLETE 1", "ODD 1");
    }

    @Test
    void whoGetsItIsDecidedByTheHandlersThereAreWhenItIsRouted() {
        store.put(change("1", "COMPLETE"));
        store.put(change("2", "ODD"));
        assertThat(get(store.worklist().route(TO_NOBODY, 1))).isEqualTo(1);
        assertThat(get(store.worklist().route(ALL_TO_A, 1))).isEqualTo(1);
        assertThat(store.rows(EVENTS))
                .containsExactly("1 COMPLETE PARKED no handler takes the workflow state COMPLETE", "2 ODD ROUTED null");
        assertThat(store.rows("SELECT event FROM delivery")).containsExactly("2");
    }

    @Test
    void whatWasReceivedAndWhatWasDecidedAreRoutedInOneOrder() {
        store.put(change("1", "COMPLETE"));
        store.worklist().routeArrivals(null);
        store.put(change("1", "REOPENED"));
        store.worklist().routeArrivals(ALL_TO_A);
        store.put(change("1", "COMPLETE"));
        assertThat(store.rows("SELECT state FROM event ORDER BY seq")).containsExactly("ROUTED", "RECEIVED", "ROUTED");
        assertThat(events(EventState.RECEIVED)).hasSize(3);
        assertThat(events(EventState.ROUTED)).isEmpty();
        for (int i = 1; i <= 3; i++) {
            assertThat(store.route("a")).isEqualTo(i == 1 ? 3 : 0);
        }
        assertThat(store.rows("SELECT event, head FROM delivery ORDER BY id")).containsExactly("1 1", "2 0", "3 0");
        assertThat(events(EventState.ROUTED)).hasSize(3);
    }

    @Test
    void oneAtATimeTheyComeInTheSameOrder() {
        store.put(change("1", "COMPLETE"));
        store.worklist().routeArrivals(null);
        store.put(change("1", "REOPENED"));
        store.worklist().routeArrivals(ALL_TO_A);
        store.put(change("1", "COMPLETE"));
        for (int i = 1; i <= 3; i++) {
            assertThat(get(store.worklist().route(ALL_TO_A, 1))).isEqualTo(1);
            assertThat(store.rows("SELECT max(event) FROM delivery")).containsExactly(String.valueOf(i));
        }
    }

    @Test
    void nobodyRepairsOrRemovesWhatIsNotRoutedYet() {
        String decided = store.put(change("1", "COMPLETE")).event();
        store.put(change("2", "ODD"));
        store.put(change("3", "ODD")); // the newest is never removed
        assertThat(get(store.store().repairs().replayEvent(decided, List.of("a"), "me"))
                        .refused())
                .isEqualTo(Refused.NOT_ROUTED);
        assertThat(get(store.store().repairs().offer("a", List.of("ODD"), 10, "me", null))
                        .done())
                .isZero();
        assertThat(store.store().purge().look(0, 10))
                .extracting(Purge.Kept::kind)
                .containsOnly(Purge.Kind.OPEN);
        assertThat(store.route("a")).isEqualTo(3);
    }

    @Test
    void aRoutingThatFailsCostsNobodyAnAnswer() {
        store.worklist().routeArrivals(event -> {
            throw new IllegalStateException("a mistake");
        });
        store.put(change("1", "COMPLETE"));
        store.put(change("2", "COMPLETE"));
        assertThat(store.rows(EVENTS)).containsExactly("1 COMPLETE RECEIVED null", "2 COMPLETE RECEIVED null");
        assertThat(get(store.worklist().route(COMPLETE_TO_A, 10))).isEqualTo(2);
    }
}
