package io.sitehook.store.sql;

import static io.sitehook.store.sql.OpenStore.get;
import static io.sitehook.testing.Incomings.change;
import static org.assertj.core.api.Assertions.assertThat;

import io.sitehook.store.Incoming;
import io.sitehook.store.Ledger.FailureFilter;
import io.sitehook.store.Ledger.FailureGroup;
import io.sitehook.store.Repairs;
import io.sitehook.store.Repairs.Batch;
import io.sitehook.store.Repairs.Changed;
import io.sitehook.store.Repairs.Refused;
import io.sitehook.store.Repairs.Replayed;
import io.sitehook.store.Worklist;
import io.sitehook.store.Worklist.Again;
import io.sitehook.store.Worklist.AttemptOutcome;
import io.sitehook.store.Worklist.Cause;
import io.sitehook.store.Worklist.Claimed;
import io.sitehook.store.Worklist.Dead;
import io.sitehook.store.Worklist.Next;
import io.sitehook.store.Worklist.Result;
import io.sitehook.testing.Incomings;
import io.sitehook.testing.MutableClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepairsTest {
    private static final Cause CAUSE = new Cause("java.lang.IllegalStateException", "com.example.A.handle(A.java:7)");

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

    private Repairs repairs() {
        return store.store().repairs();
    }

    private void finish(Claimed claimed, AttemptOutcome outcome, Next next) {
        assertThat(get(store.worklist().finish(claimed, new Result(outcome, next, "text", null, null, CAUSE))))
                .isTrue();
    }

    private void fail(Claimed claimed) {
        finish(claimed, AttemptOutcome.FAILED, new Dead());
    }

    private void retry(Claimed claimed, boolean latest) {
        finish(
                claimed,
                AttemptOutcome.RETRY,
                new Again(store.clock.instant().plus(Duration.ofMinutes(5)), true, latest));
    }

    private void done(Claimed claimed) {
        get(store.worklist().finish(claimed, OpenStore.done()));
    }

    private Claimed claimOne() {
        List<Claimed> claimed = store.claim("a", 1);
        assertThat(claimed).hasSize(1);
        return claimed.get(0);
    }

    private @Nullable String stateOfClaimed(List<Claimed> claimed) {
        return claimed.isEmpty() ? null : claimed.get(0).event().workflowState();
    }

    private Changed replay(long... ids) {
        return get(repairs().replay(batch(ids), "ada"));
    }

    private static Batch batch(long... ids) {
        List<Long> all = new ArrayList<>();
        for (long id : ids) {
            all.add(id);
        }
        return new Batch(all, null);
    }

    /** One dead letter of project 1. */
    private Claimed dead(String state) {
        store.put(change("1", state));
        store.route("a");
        Claimed claimed = claimOne();
        fail(claimed);
        return claimed;
    }

    @Test
    void aDeadLetterRunsAgainUnderTheSameEventIdAsTheNextAttempt() {
        Claimed first = dead("A");
        assertThat(replay(first.id())).isEqualTo(new Changed(1, 0));
        Claimed again = claimOne();
        assertThat(again.event().id()).isEqualTo(first.event().id());
        assertThat(again.attempt()).isEqualTo(2);
        assertThat(again.failures()).isZero();
        done(again);
        assertThat(store.rows("SELECT number, outcome, replayed_by FROM attempt ORDER BY number"))
                .containsExactly("1 FAILED null", "2 DONE ada");
        assertThat(store.rows("SELECT state, replayed_by, discard_reason FROM delivery"))
                .containsExactly("DONE null null");
    }

    @Test
    void ofTwentyClicksAtOnceOneIsARun() {
        Claimed dead = dead("A");
        List<CompletableFuture<Changed>> clicks = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            clicks.add(repairs().replay(batch(dead.id()), "ada"));
        }
        assertThat(clicks.stream().mapToInt(click -> get(click).done()).sum()).isEqualTo(1);
        Claimed running = claimOne();
        assertThat(replay(running.id())).isEqualTo(new Changed(0, 1));
        done(running);
        assertThat(store.claim("a", 10)).isEmpty();
        assertThat(replay(running.id())).isEqualTo(new Changed(1, 0));
        assertThat(claimOne().attempt()).isEqualTo(3);
    }

    @Test
    void aReplayedOlderDeliveryWaitsUntilTheOneOfItsProjectThatRunsHasEnded() {
        Claimed old = dead("A");
        store.put(change("1", "B"));
        store.put(change("1", "C"));
        store.route("a");
        Claimed running = claimOne();
        replay(old.id());
        assertThat(store.claim("a", 10)).isEmpty();
        done(running);
        Claimed second = claimOne();
        assertThat(second.event().workflowState()).isEqualTo("A");
        done(second);
        assertThat(stateOfClaimed(store.claim("a", 10))).isEqualTo("C");
    }

    @Test
    void aReplayedOlderDeliveryGoesBeforeOneThatWaits() {
        Claimed old = dead("A");
        store.put(change("1", "B"));
        store.route("a");
        replay(old.id());
        assertThat(store.rows("SELECT head FROM delivery ORDER BY event")).containsExactly("1", "0");
        Claimed first = claimOne();
        assertThat(first.event().workflowState()).isEqualTo("A");
        assertThat(store.claim("a", 10)).isEmpty();
        done(first);
        assertThat(stateOfClaimed(store.claim("a", 10))).isEqualTo("B");
    }

    @Test
    void whenTheOneThatRanFailsTheReplayedOlderOneIsFirst() {
        Claimed old = dead("A");
        store.put(change("1", "B"));
        store.route("a");
        Claimed running = claimOne();
        replay(old.id());
        retry(running, false);
        Claimed next = claimOne();
        assertThat(next.event().workflowState()).isEqualTo("A");
        store.clock.advance(Duration.ofMinutes(6));
        assertThat(store.claim("a", 10)).isEmpty();
        done(next);
        assertThat(stateOfClaimed(store.claim("a", 10))).isEqualTo("B");
    }

    @Test
    void whenTheServerDiesTheReplayedOlderOneIsFirstToo() {
        Claimed old = dead("A");
        store.put(change("1", "B"));
        store.route("a");
        claimOne();
        replay(old.id());
        get(store.worklist().releaseOwn());
        assertThat(store.rows("SELECT state, head FROM delivery ORDER BY event"))
                .containsExactly("PENDING 1", "PENDING 0");
    }

    @Test
    void aReplayIsNotSupersededByAnEventThatComesAfterIt() {
        Claimed old = dead("A");
        replay(old.id());
        store.put(change("1", "B"));
        get(store.worklist().route(event -> List.of(new Worklist.Target("a", true)), 10));
        Claimed run = claimOne();
        assertThat(run.event().workflowState()).isEqualTo("A");
        retry(run, true);
        assertThat(store.rows("SELECT state, head FROM delivery ORDER BY event"))
                .containsExactly("SUPERSEDED 0", "PENDING 1");
    }

    @Test
    void anOlderReplayDoesNotSupersedeTheLaterOneThatFails() {
        Claimed old = dead("A");
        store.put(change("1", "B"));
        store.route("a");
        Claimed running = claimOne();
        replay(old.id());
        retry(running, true);
        assertThat(store.rows("SELECT state, head FROM delivery ORDER BY event"))
                .containsExactly("PENDING 1", "PENDING 0");
    }

    @Test
    void whatWaitsForAnotherAttemptIsTriedAtOnceAndOnlyOnce() {
        store.put(change("1", "A"));
        store.route("a");
        Claimed claimed = claimOne();
        retry(claimed, false);
        assertThat(replay(claimed.id()).done()).isEqualTo(1);
        assertThat(replay(claimed.id()).done()).isZero();
        Claimed again = claimOne();
        assertThat(again.failures()).isEqualTo(1);
        assertThat(store.rows("SELECT replayed_by FROM attempt ORDER BY number"))
                .containsExactly("null", "ada");
    }

    @Test
    void discardsWithAReasonWhatHasFailedOrWaitsForAnotherAttempt() {
        Claimed dead = dead("A");
        store.put(change("2", "A"));
        store.put(change("2", "B"));
        store.put(change("3", "A"));
        store.route("a");
        Claimed waits = claimOne();
        retry(waits, false);
        List<Claimed> running = store.claim("a", 10);
        Changed changed = get(
                repairs().discard(batch(dead.id(), waits.id(), running.get(0).id(), 4_711), "a test, no order"));
        assertThat(changed).isEqualTo(new Changed(2, 2));
        assertThat(store.rows("SELECT id, discard_reason FROM delivery WHERE state = 'DISCARDED' ORDER BY id"))
                .containsExactly(dead.id() + " a test, no order", waits.id() + " a test, no order");
        // What was behind the discarded one goes on.
        assertThat(stateOfClaimed(store.claim("a", 10))).isEqualTo("B");
        assertThat(replay(dead.id()).done()).isEqualTo(1);
    }

    @Test
    void parkedEventsGoToAHandlerInLotsAndTakeTheirPlaces() {
        for (int i = 0; i < 5; i++) {
            store.put(change("1", i == 2 ? null : "S" + i, Incomings.WINDOW, true));
        }
        get(store.worklist().route(event -> List.of(), 10));
        store.put(change("1", "late"));
        store.route("a");
        assertThat(get(repairs().offer("a", List.of("", "S1", "S4"), 2, "ada", null)))
                .isEqualTo(new Changed(2, 0));
        assertThat(get(repairs().offer("a", List.of("", "S1", "S4"), 2, "ada", null)))
                .isEqualTo(new Changed(1, 0));
        assertThat(get(repairs().offer("a", List.of("", "S1", "S4"), 2, "ada", null)))
                .isEqualTo(new Changed(0, 0));
        assertThat(store.rows("SELECT state, reason IS NULL FROM event ORDER BY seq"))
                .containsExactly("PARKED 0", "ROUTED 1", "ROUTED 1", "PARKED 0", "ROUTED 1", "ROUTED 1");
        Claimed first = claimOne();
        assertThat(first.event().workflowState()).isEqualTo("S1");
        assertThat(store.claim("a", 10)).isEmpty();
    }

    @Test
    void anEventThatNoHandlerHadRunsForTheOneThatIsNamed() {
        String event = store.put(change("1", "A", Incomings.WINDOW, false)).event();
        assertThat(get(repairs().replayEvent(event, List.of("a", "b"), "ada"))).isEqualTo(new Replayed(2, event, null));
        assertThat(get(repairs().replayEvent(event, List.of("a"), "ada")).refused())
                .isEqualTo(Refused.OPEN);
        assertThat(claimOne().event().id()).isEqualTo(event);
        assertThat(get(repairs().replayEvent("none", List.of("a"), "ada")).refused())
                .isEqualTo(Refused.UNKNOWN);
    }

    @Test
    void whatHasNotBeenRoutedIsNotReplayed() {
        String event = store.put(change("1", "A")).event();
        assertThat(get(repairs().replayEvent(event, List.of("a"), "ada")).refused())
                .isEqualTo(Refused.NOT_ROUTED);
    }

    @Test
    void asNewItIsAnEventOfItsOwn() {
        Claimed dead = dead("A");
        Replayed copy = get(repairs().replayAsNew(dead.event().id(), null, "ada"));
        assertThat(copy.refused()).isNull();
        assertThat(copy.event()).isNotEqualTo(dead.event().id());
        store.route("a");
        Claimed run = claimOne();
        assertThat(run.event().id()).isEqualTo(copy.event());
        assertThat(run.event().repeatOf()).isEqualTo(dead.event().id());
        assertThat(run.attempt()).isEqualTo(1);
        assertThat(run.event().body()).isEqualTo(dead.event().body());
        done(run);
        Replayed named = get(repairs().replayAsNew(dead.event().id(), List.of("b"), "ada"));
        assertThat(store.rows("SELECT handler FROM delivery d JOIN event e ON e.seq = d.event WHERE e.id = '"
                        + named.event() + "'"))
                .containsExactly("b");
        assertThat(store.route("a")).isZero();
    }

    @Test
    void anUnreadableEventIsRepairedOnceAndNotRunAsItIs() {
        String event = store.put(Incomings.unreadable("{")).event();
        assertThat(get(repairs().replayEvent(event, List.of("a"), "ada")).refused())
                .isEqualTo(Refused.UNREADABLE);
        assertThat(get(repairs().replayAsNew(event, null, "ada")).refused()).isEqualTo(Refused.UNREADABLE);
        byte[] body = "{\"project_id\":\"7\",\"event\":\"status_change\"}".getBytes(StandardCharsets.UTF_8);
        Incoming.Parsed parsed = new Incoming.Parsed("7", "status_change", "", "QC");
        Replayed repaired = get(repairs().repair(event, body, new byte[32], parsed, "ada"));
        assertThat(repaired.refused()).isNull();
        assertThat(get(repairs().repair(event, body, new byte[32], parsed, "ada"))
                        .refused())
                .isEqualTo(Refused.READABLE);
        assertThat(store.rows("SELECT state FROM event ORDER BY seq")).containsExactly("REPAIRED", "RECEIVED");
        store.route("a");
        Claimed run = claimOne();
        assertThat(run.event().projectId()).isEqualTo("7");
        assertThat(store.store()
                        .ledger()
                        .event(repaired.event())
                        .orElseThrow()
                        .row()
                        .repairOf())
                .isEqualTo(event);
        assertThat(get(store.worklist().backlog()).unreadable()).isZero();
    }

    @Test
    void whatAPersonMakesIsNotCountedAsReceived() {
        Claimed dead = dead("A");
        get(repairs().replayAsNew(dead.event().id(), null, "ada"));
        assertThat(store.store().counters().stored()).isEqualTo(1);
    }

    @Test
    void aPauseHoldsOverARestart() {
        get(repairs().pause("a", "ada", "the other side is down"));
        store.close();
        store = new OpenStore(home, store.clock);
        Map<String, Repairs.Pause> paused = repairs().paused();
        assertThat(paused).containsOnlyKeys("a");
        assertThat(paused.get("a"))
                .extracting(Repairs.Pause::by, Repairs.Pause::reason)
                .containsExactly("ada", "the other side is down");
        assertThat(get(repairs().resume("a"))).isTrue();
        assertThat(get(repairs().resume("a"))).isFalse();
        assertThat(repairs().paused()).isEmpty();
    }

    @Test
    void aJobCountsInTheTransactionOfItsWorkAndIsCancelledByARestart() {
        Claimed dead = dead("A");
        get(repairs().beginJob(new Repairs.JobRow("j1", "replay", "RUNNING", 2, 0, 0, "ada", store.clock.instant())));
        get(repairs().replay(new Batch(List.of(dead.id(), 99L), "j1"), "ada"));
        store.close();
        store = new OpenStore(home, store.clock);
        get(store.worklist().backlog());
        Repairs.JobRow job = repairs().job("j1").orElseThrow();
        assertThat(job.state()).isEqualTo("CANCELLED");
        assertThat(job.done()).isEqualTo(1);
        assertThat(job.skipped()).isEqualTo(1);
        assertThat(repairs().jobs(10)).hasSize(1);
    }

    @Test
    void whatFailsAlikeIsOneGroup() {
        for (int i = 0; i < 3; i++) {
            store.put(change("p" + i, "A"));
        }
        store.route("a");
        List<Claimed> claimed = store.claim("a", 10);
        fail(claimed.get(0));
        store.clock.advance(Duration.ofMinutes(1));
        get(store.worklist()
                .finish(
                        claimed.get(1),
                        new Result(
                                AttemptOutcome.FAILED,
                                new Again(store.clock.instant().plusSeconds(60), true, false),
                                "another text",
                                null,
                                null,
                                new Cause(CAUSE.what(), "com.example.A.handle(A.java:9)"))));
        get(store.worklist()
                .finish(
                        claimed.get(2),
                        new Result(
                                AttemptOutcome.REJECTED,
                                new Dead(),
                                "no order 17",
                                null,
                                null,
                                new Cause("no order #", null))));
        List<FailureGroup> groups = store.store().ledger().failures(FailureFilter.ALL);
        assertThat(groups).hasSize(2);
        FailureGroup group = groups.get(0);
        assertThat(group.dead()).isEqualTo(1);
        assertThat(group.retrying()).isEqualTo(1);
        assertThat(group.text()).isEqualTo("text");
        assertThat(group.lastAt()).isEqualTo(store.clock.instant());
        assertThat(group.firstAt()).isEqualTo(store.clock.instant().minusSeconds(60));
        assertThat(group.sampleEvent()).isEqualTo(claimed.get(1).event().id());
        replay(claimed.get(0).id());
        done(claimOne());
        assertThat(store.store().ledger().failures(FailureFilter.ALL).stream()
                        .filter(one -> one.key().equals(group.key()))
                        .map(one -> one.dead() + one.retrying()))
                .containsExactly(1L);
    }

    /** Whatever is done in whatever order: one head for each line that is not empty, and never two that run. */
    @Test
    void everyLineHasOneHeadAndAtMostOneThatRuns() {
        for (int seed = 0; seed < 8; seed++) {
            Random random = new Random(seed);
            List<Claimed> running = new ArrayList<>();
            for (int step = 0; step < 120; step++) {
                act(random, running);
                List<String> wrong = store.rows("""
                        SELECT handler, project_id, sum(head), count(*) FILTER (WHERE state = 'RUNNING') FROM delivery
                        WHERE state IN ('PENDING', 'RUNNING') GROUP BY handler, connection, project_id
                        HAVING sum(head) <> 1 OR count(*) FILTER (WHERE state = 'RUNNING') > 1
                            OR count(*) FILTER (WHERE state = 'RUNNING' AND head = 0) > 0""");
                assertThat(wrong).as("seed " + seed + ", step " + step).isEmpty();
            }
        }
    }

    private void act(Random random, List<Claimed> running) {
        boolean latest = random.nextBoolean();
        long some = 1 + random.nextInt(40);
        switch (random.nextInt(8)) {
            case 0 -> {
                store.put(change("p" + random.nextInt(2), "S" + random.nextInt(100)));
                get(store.worklist().route(event -> List.of(new Worklist.Target("a", latest)), 10));
            }
            case 1, 2 -> running.addAll(store.claim("a", 1 + random.nextInt(3)));
            case 3 -> {
                if (!running.isEmpty()) {
                    done(running.remove(random.nextInt(running.size())));
                }
            }
            case 4 -> {
                if (!running.isEmpty()) {
                    fail(running.remove(random.nextInt(running.size())));
                }
            }
            case 5 -> {
                if (!running.isEmpty()) {
                    retry(running.remove(random.nextInt(running.size())), latest);
                }
                store.clock.advance(Duration.ofMinutes(random.nextInt(6)));
            }
            case 6 -> replay(some, some + 1);
            default -> {
                get(repairs().discard(batch(some), "random"));
                if (random.nextInt(10) == 0) {
                    get(store.worklist().releaseOwn());
                    running.clear();
                }
            }
        }
        assertThat(Set.copyOf(running)).hasSameSizeAs(running);
    }
}
