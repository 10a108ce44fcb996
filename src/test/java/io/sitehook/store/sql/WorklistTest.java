package io.sitehook.store.sql;

import static io.sitehook.store.sql.OpenStore.capacity;
import static io.sitehook.store.sql.OpenStore.get;
import static io.sitehook.testing.Incomings.change;
import static org.assertj.core.api.Assertions.assertThat;

import io.sitehook.store.Incoming;
import io.sitehook.store.Worklist;
import io.sitehook.store.Worklist.Again;
import io.sitehook.store.Worklist.AttemptOutcome;
import io.sitehook.store.Worklist.Claim;
import io.sitehook.store.Worklist.Claimed;
import io.sitehook.store.Worklist.Dead;
import io.sitehook.store.Worklist.Done;
import io.sitehook.store.Worklist.Next;
import io.sitehook.store.Worklist.Result;
import io.sitehook.testing.MutableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorklistTest {
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

    private boolean finish(Claimed claimed, AttemptOutcome outcome, Next next) {
        return get(store.worklist().finish(claimed, new Result(outcome, next, "text", null, null)));
    }

    private Again again(Duration wait, boolean latest) {
        return new Again(store.clock.instant().plus(wait), true, latest);
    }

    private List<String> projects(List<Claimed> claimed) {
        return claimed.stream().map(one -> one.event().projectId()).toList();
    }

    @Test
    void makesOneDeliveryForEachHandlerAndParksWhatNobodyWants() {
        store.put(change("1", "COMPLETE"));
        store.put(change("2", "ODD"));
        int routed = get(store.worklist()
                .route(
                        event -> "COMPLETE".equals(event.workflowState())
                                ? List.of(new Worklist.Target("a", false), new Worklist.Target("b", false))
                                : List.of(),
                        100));
        assertThat(routed).isEqualTo(2);
        assertThat(store.rows("SELECT handler, project_id, state, head FROM delivery ORDER BY handler"))
                .containsExactly("a 1 PENDING 1", "b 1 PENDING 1");
        assertThat(store.rows("SELECT state, reason FROM event ORDER BY seq"))
                .containsExactly("ROUTED null", "PARKED no handler takes the workflow state ODD");
        assertThat(store.route("a")).isZero();
    }

    @Test
    void theTraceOfAPostStaysWithItsEvent() {
        String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        Incoming plain = change("1", "COMPLETE");
        String event = store.put(new Incoming(
                        plain.connection(),
                        plain.body(),
                        plain.bodySha256(),
                        plain.content(),
                        plain.selected(),
                        plain.duplicateWindow(),
                        plain.signature(),
                        new Incoming.Origin("127.0.0.1", null, null, null, trace)))
                .event();
        store.route("a");
        assertThat(store.claim("a", 10).get(0).event().traceparent()).isEqualTo(trace);
        assertThat(store.store().ledger().event(event))
                .hasValueSatisfying(detail -> assertThat(detail.traceparent()).isEqualTo(trace));
    }

    @Test
    void countsTheAttemptBeforeTheHandlerRuns() {
        store.put(change("1", "COMPLETE"));
        store.route("a");
        Claimed claimed = store.claim("a", 10).get(0);
        assertThat(claimed.attempt()).isEqualTo(1);
        assertThat(store.rows("SELECT state, attempts FROM delivery")).containsExactly("RUNNING 1");
        assertThat(store.rows("SELECT number, outcome, unit, unit_version, unit_sha256 FROM attempt"))
                .containsExactly("1 null example.jar 1.0 " + "ab".repeat(32));
    }

    @Test
    void runsAProjectInOrderAndOtherProjectsBesideIt() {
        for (String project : List.of("1", "1", "2", "1", "3")) {
            store.put(change(
                    project, "S" + store.rows("SELECT count(*) FROM event").get(0)));
        }
        store.route("a");
        List<Claimed> first = store.claim("a", 10);
        assertThat(projects(first)).containsExactly("1", "2", "3");
        assertThat(store.claim("a", 10)).isEmpty();
        finish(first.get(0), AttemptOutcome.DONE, new Done());
        List<Claimed> second = store.claim("a", 10);
        assertThat(second).hasSize(1);
        assertThat(second.get(0).event().workflowState()).isEqualTo("S1");
        finish(second.get(0), AttemptOutcome.REJECTED, new Dead());
        assertThat(store.claim("a", 10).get(0).event().workflowState()).isEqualTo("S3");
    }

    @Test
    void aFailedDeliveryHoldsBackItsProjectUntilItIsDueAgain() {
        store.put(change("1", "A"));
        store.put(change("1", "B"));
        store.route("a");
        Claimed claimed = store.claim("a", 10).get(0);
        finish(claimed, AttemptOutcome.RETRY, again(Duration.ofSeconds(5), false));
        Claim none = get(store.worklist().claim(List.of(capacity("a", 10)), Set.of()));
        assertThat(none.deliveries()).isEmpty();
        assertThat(none.nextDue()).isEqualTo(store.clock.instant().plusSeconds(5));
        store.clock.advance(Duration.ofSeconds(5));
        Claimed retried = store.claim("a", 10).get(0);
        assertThat(retried.id()).isEqualTo(claimed.id());
        assertThat(retried.attempt()).isEqualTo(2);
        assertThat(retried.failures()).isEqualTo(1);
    }

    @Test
    void aLaterDeliveryReplacesAFailedOneIfTheHandlerWantsTheLatest() {
        store.put(change("1", "A"));
        store.put(change("1", "B"));
        store.route("a");
        finish(store.claim("a", 10).get(0), AttemptOutcome.RETRY, again(Duration.ofSeconds(5), true));
        assertThat(store.rows("SELECT state FROM delivery ORDER BY event")).containsExactly("SUPERSEDED", "PENDING");
        assertThat(store.claim("a", 10).get(0).event().workflowState()).isEqualTo("B");
    }

    @Test
    void aDeliveryThatComesLaterReplacesAFailedOneToo() {
        store.put(change("1", "A"));
        store.route("a");
        finish(store.claim("a", 10).get(0), AttemptOutcome.RETRY, again(Duration.ofSeconds(5), true));
        store.put(change("1", "B"));
        get(store.worklist().route(event -> List.of(new Worklist.Target("a", true)), 10));
        assertThat(store.claim("a", 10).get(0).event().workflowState()).isEqualTo("B");
        assertThat(store.rows("SELECT state FROM delivery ORDER BY event")).containsExactly("SUPERSEDED", "RUNNING");
    }

    @Test
    void aPausedConnectionKeepsItsDeliveries() {
        store.put(change("1", "A"));
        store.route("a");
        Claim none = get(store.worklist().claim(List.of(capacity("a", 10)), Set.of("sitecapture", "other")));
        assertThat(none.deliveries()).isEmpty();
        assertThat(none.nextDue()).isNull();
        assertThat(store.claim("a", 10)).hasSize(1);
    }

    @Test
    void aLateResultOfALostLeaseChangesNothing() {
        store.put(change("1", "A"));
        store.route("a");
        Claimed lost = store.claim("a", 10).get(0);
        store.clock.advance(Duration.ofSeconds(61));
        assertThat(get(store.worklist().releaseExpired()).released()).isEqualTo(1);
        Claimed second = store.claim("a", 10).get(0);
        assertThat(finish(lost, AttemptOutcome.DONE, new Done())).isFalse();
        assertThat(store.rows("SELECT state, crashes FROM delivery")).containsExactly("RUNNING 1");
        assertThat(finish(second, AttemptOutcome.DONE, new Done())).isTrue();
        assertThat(store.rows("SELECT number, outcome FROM attempt ORDER BY number"))
                .containsExactly("1 CRASHED", "2 DONE");
    }

    @Test
    void aHeartbeatKeepsTheLease() {
        store.put(change("1", "A"));
        store.route("a");
        List<Claimed> claimed = store.claim("a", 10);
        store.clock.advance(Duration.ofSeconds(50));
        assertThat(get(store.worklist().heartbeat(claimed, Duration.ofSeconds(60))))
                .isEqualTo(1);
        store.clock.advance(Duration.ofSeconds(50));
        assertThat(get(store.worklist().releaseExpired()).released()).isZero();
        store.clock.advance(Duration.ofSeconds(11));
        assertThat(get(store.worklist().releaseExpired()).released()).isEqualTo(1);
    }

    @Test
    void whatTookTheServerDownThreeTimesIsADeadLetterAndTheProjectGoesOn() {
        store.put(change("1", "A"));
        store.put(change("1", "B"));
        store.route("a");
        for (int crash = 1; crash <= 3; crash++) {
            assertThat(store.claim("a", 10).get(0).event().workflowState()).isEqualTo("A");
            store.close();
            store = new OpenStore(home, store.clock);
            get(store.worklist().releaseOwn());
        }
        assertThat(store.rows("SELECT state, attempts, crashes FROM delivery ORDER BY event"))
                .containsExactly("DEAD 3 3", "PENDING 0 0");
        assertThat(store.claim("a", 10).get(0).event().workflowState()).isEqualTo("B");
    }

    @Test
    void aStopIsNotCountedAsAFailure() {
        store.put(change("1", "A"));
        store.route("a");
        finish(store.claim("a", 10).get(0), AttemptOutcome.STOPPED, new Again(store.clock.instant(), false, false));
        Claimed next = store.claim("a", 10).get(0);
        assertThat(next.failures()).isZero();
        assertThat(next.attempt()).isEqualTo(2);
    }

    @Test
    void aHundredThousandPendingOfOneProjectDoNotSlowTheClaimDown() {
        OnPostgres.passOver("SQLite's plan");
        // Not a timing: the plan must use the index of what may run, which holds one row for the project.
        List<String> plan = store.rows(
                "EXPLAIN QUERY PLAN SELECT id FROM delivery d WHERE d.handler = 'a' AND d.state = 'PENDING' AND d.head = 1"
                        + " AND d.due_at <= 5 ORDER BY d.due_at, d.event LIMIT 4");
        assertThat(plan).hasSize(1);
        assertThat(plan.get(0)).contains("delivery_due").doesNotContain("TEMP B-TREE");
    }

    @Test
    void countsWhatNeedsAPerson() {
        store.put(change("1", "A"));
        store.put(change("2", "A"));
        store.put(change("3", "A"));
        store.route("a");
        finish(store.claim("a", 1).get(0), AttemptOutcome.REJECTED, new Dead());
        store.put(change("4", "A"));
        get(store.worklist().route(event -> List.of(), 10));
        assertThat(get(store.worklist().backlog())).isEqualTo(new Worklist.Backlog(2, 1, 1, 0));
    }
}
