package io.sitehook.store.sql;

import static io.sitehook.store.sql.OpenStore.get;
import static io.sitehook.testing.Incomings.change;
import static io.sitehook.testing.Incomings.unreadable;
import static org.assertj.core.api.Assertions.assertThat;

import io.sitehook.store.Incoming;
import io.sitehook.store.Receipt;
import io.sitehook.store.Worklist;
import io.sitehook.store.Worklist.Target;
import io.sitehook.testing.MutableClock;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteArrivalsTest {
    private static final String EVENTS = "SELECT project_id, workflow_state, state, reason FROM event ORDER BY seq";
    private static final String DELIVERIES =
            "SELECT e.project_id, e.workflow_state, d.handler, d.state, d.head FROM delivery d JOIN event e ON e.seq = d.event"
                    + " ORDER BY d.event, d.handler";
    private static final Worklist.Routing COMPLETE_TO_TWO = event -> "COMPLETE".equals(event.workflowState())
            ? List.of(new Target("a", false), new Target("b", false))
            : List.of();

    @TempDir
    Path home;

    private OpenStore store;

    @BeforeEach
    void open() {
        store = new OpenStore(home, new MutableClock());
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void whatArrivesHasItsDeliveriesWhenItIsAnswered() {
        store.worklist().routeArrivals(COMPLETE_TO_TWO);
        store.put(change("1", "COMPLETE"));
        store.put(change("2", "ODD"));
        assertThat(store.rows(EVENTS))
                .containsExactly("1 COMPLETE ROUTED null", "2 ODD PARKED no handler takes the workflow state ODD");
        assertThat(store.rows(DELIVERIES)).containsExactly("1 COMPLETE a PENDING 1", "1 COMPLETE b PENDING 1");
        assertThat(store.rows("SELECT workflow_state, events FROM state_tally ORDER BY workflow_state"))
                .containsExactly("COMPLETE 1", "ODD 1");
        assertThat(get(store.worklist().route(COMPLETE_TO_TWO, 10))).isZero();
        assertThat(store.claim("a", 10)).hasSize(1);
    }

    @Test
    void eachOfManyInOneTransactionGetsItsOwn() {
        store.worklist().routeArrivals(COMPLETE_TO_TWO);
        List<Incoming> incomings = IntStream.range(0, 200)
                .boxed()
                .flatMap(i -> Stream.of(
                        change("p" + i, "COMPLETE"),
                        change("p" + i, "COMPLETE"), // a duplicate
                        unreadable("{"),
                        change("p" + i, "ODD")))
                .toList();
        List<CompletableFuture<Receipt>> receipts =
                incomings.stream().map(one -> store.store().inbox().store(one)).toList();
        receipts.forEach(OpenStore::get);
        assertThat(store.rows("SELECT state, count(*) FROM event GROUP BY state ORDER BY state"))
                .containsExactly("DUPLICATE 200", "PARKED 200", "ROUTED 200", "UNREADABLE 200");
        assertThat(store.rows(
                        "SELECT DISTINCT e.workflow_state, e.state FROM delivery d JOIN event e ON e.seq = d.event"))
                .containsExactly("COMPLETE ROUTED");
        assertThat(store.rows("SELECT count(*), count(DISTINCT d.event) FROM delivery d"))
                .containsExactly("400 200");
    }

    @Test
    void onlyTheFirstOfAProjectIsTheHeadOfItsLine() {
        store.worklist().routeArrivals(COMPLETE_TO_TWO);
        store.put(change("1", "COMPLETE"));
        store.put(change("1", "REOPENED"));
        store.put(change("1", "COMPLETE"));
        assertThat(store.rows(DELIVERIES))
                .containsExactly(
                        "1 COMPLETE a PENDING 1",
                        "1 COMPLETE b PENDING 1",
                        "1 COMPLETE a PENDING 0",
                        "1 COMPLETE b PENDING 0");
    }

    @Test
    void nothingOvertakesWhatStillWaits() {
        store.put(change("1", "COMPLETE"));
        store.worklist().routeArrivals(COMPLETE_TO_TWO);
        store.put(change("1", "REOPENED"));
        store.put(change("1", "COMPLETE"));
        assertThat(store.rows("SELECT DISTINCT state FROM event")).containsExactly("RECEIVED");
        assertThat(get(store.worklist().route(COMPLETE_TO_TWO, 10))).isEqualTo(3);
        store.put(change("2", "COMPLETE"));
        assertThat(store.rows("SELECT handler, project_id, head FROM delivery WHERE handler = 'a' ORDER BY event"))
                .containsExactly("a 1 1", "a 1 0", "a 2 1");
    }

    @Test
    void aNewerOneReplacesAFailedOneAtOnce() {
        Worklist.Routing latest = event -> List.of(new Target("a", true));
        store.worklist().routeArrivals(latest);
        store.put(change("1", "COMPLETE"));
        Worklist.Claimed claimed = store.claim("a", 1).get(0);
        Worklist.Again again = new Worklist.Again(store.clock.instant().plusSeconds(600), true, true);
        get(store.worklist()
                .finish(claimed, new Worklist.Result(Worklist.AttemptOutcome.FAILED, again, "no", null, null)));
        store.put(change("1", "REOPENED"));
        assertThat(store.rows(DELIVERIES)).containsExactly("1 COMPLETE a SUPERSEDED 0", "1 REOPENED a PENDING 1");
    }

    @Test
    void withoutADispatcherItIsLeft() {
        store.worklist().routeArrivals(COMPLETE_TO_TWO);
        store.put(change("1", "COMPLETE"));
        store.worklist().routeArrivals(null);
        store.put(change("2", "COMPLETE"));
        assertThat(store.rows(EVENTS)).containsExactly("1 COMPLETE ROUTED null", "2 COMPLETE RECEIVED null");
    }

    @Test
    void aRoutingThatFailsCostsNobodyAnAnswer() {
        store.worklist().routeArrivals(event -> {
            throw new IllegalStateException("a mistake");
        });
        store.put(change("1", "COMPLETE"));
        store.put(change("2", "COMPLETE"));
        assertThat(store.rows(EVENTS)).containsExactly("1 COMPLETE RECEIVED null", "2 COMPLETE RECEIVED null");
        assertThat(get(store.worklist().route(COMPLETE_TO_TWO, 10))).isEqualTo(2);
    }

    @Test
    void deliveriesThatCanNotBeMadeCostNobodyAnAnswerEither() {
        store.worklist().routeArrivals(event -> List.of(new Target("a", false), new Target("a", false)));
        store.put(change("1", "COMPLETE"));
        store.put(change("2", "COMPLETE"));
        assertThat(store.rows(EVENTS)).containsExactly("1 COMPLETE RECEIVED null", "2 COMPLETE RECEIVED null");
        assertThat(store.rows(DELIVERIES)).isEmpty();
        assertThat(get(store.worklist().route(COMPLETE_TO_TWO, 10))).isEqualTo(2);
        assertThat(store.rows("SELECT count(*) FROM delivery")).containsExactly("4");
    }
}
