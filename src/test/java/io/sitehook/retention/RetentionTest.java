package io.sitehook.retention;

import static io.sitehook.store.sql.OpenStore.get;
import static io.sitehook.testing.Incomings.change;
import static org.assertj.core.api.Assertions.assertThat;

import io.sitehook.store.AuditTrail;
import io.sitehook.store.Incoming;
import io.sitehook.store.Purge;
import io.sitehook.store.Purge.Kept;
import io.sitehook.store.Purge.Limits;
import io.sitehook.store.Purge.Removed;
import io.sitehook.store.Purge.Rules;
import io.sitehook.store.Receipt;
import io.sitehook.store.Repairs;
import io.sitehook.store.Worklist.AttemptOutcome;
import io.sitehook.store.Worklist.Claimed;
import io.sitehook.store.Worklist.Dead;
import io.sitehook.store.Worklist.Done;
import io.sitehook.store.Worklist.Next;
import io.sitehook.store.Worklist.Result;
import io.sitehook.store.sql.OnPostgres;
import io.sitehook.store.sql.OpenStore;
import io.sitehook.testing.Incomings;
import io.sitehook.testing.MutableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Retention on the real store, turn by turn. */
class RetentionTest {
    private static final Limits LIMITS = new Limits(Duration.ofDays(30), Duration.ofDays(90), Duration.ofDays(60), 0);
    private static final Duration A_MONTH = Duration.ofDays(31);

    @TempDir
    Path home;

    private final MutableClock clock = new MutableClock();
    private final LongSupplier nanoTime = () -> clock.millis() * 1_000_000;
    private OpenStore store;

    @BeforeEach
    void open() {
        store = new OpenStore(home, clock);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static Rules rules(Limits limits) {
        return new Rules(limits, Map.of(), Duration.ofDays(730));
    }

    /** Turns until a long pause comes. */
    private List<Duration> round(Retention retention) throws InterruptedException {
        List<Duration> waits = new ArrayList<>();
        do {
            waits.add(retention.turn());
            assertThat(waits).as("turns of one round").hasSizeLessThan(1_000);
        } while (!waits.get(waits.size() - 1).equals(Retention.BETWEEN_ROUNDS));
        return waits;
    }

    private List<Duration> round(Rules rules) throws InterruptedException {
        return round(new Retention(store.store().purge(), () -> rules, clock, nanoTime));
    }

    private String handled(String project, Next next) {
        Receipt receipt = store.put(change(project, "A"));
        store.route("a");
        store.claim("a", 10).forEach(claimed -> finish(claimed, next));
        return receipt.event();
    }

    private void finish(Claimed claimed, Next next) {
        AttemptOutcome outcome = next instanceof Done ? AttemptOutcome.DONE : AttemptOutcome.FAILED;
        assertThat(get(store.worklist().finish(claimed, new Result(outcome, next, "text", null, null))))
                .isTrue();
    }

    private List<String> projects() {
        return store.rows("SELECT project_id FROM event ORDER BY seq");
    }

    private void park(String project) {
        store.put(change(project, "B"));
        get(store.worklist().route(event -> List.of(), 1000));
    }

    @Test
    void eachKindGoesAtItsOwnTimeAndWhatIsOnItsWayAndTheNewestStay() throws Exception {
        handled("done", new Done());
        handled("dead", new Dead());
        park("parked");
        store.put(Incomings.unreadable("{"));
        store.put(change("open", "A"));
        store.route("a");
        store.put(change("received", "A"));
        store.put(change("newest", "A", Duration.ZERO, false));
        clock.advance(Duration.ofDays(30).minusSeconds(1));
        round(rules(LIMITS));
        assertThat(projects()).hasSize(7);

        clock.advance(Duration.ofSeconds(1));
        round(rules(LIMITS));
        assertThat(projects()).containsExactly("dead", "parked", "null", "open", "received", "newest");
        assertThat(store.rows("SELECT count(*) FROM attempt")).containsExactly("1");

        clock.advance(Duration.ofDays(30));
        round(rules(LIMITS));
        assertThat(projects()).containsExactly("dead", "null", "open", "received", "newest");
        clock.advance(Duration.ofDays(30));
        round(rules(LIMITS));
        assertThat(projects()).containsExactly("open", "received", "newest");
        assertThat(store.rows("SELECT connection, events FROM purged")).containsExactly("sitecapture 4");
        assertThat(store.store().purge().counts()).containsEntry("sitecapture", 3L);
    }

    @Test
    void theTimeBeginsAnewWithTheLastDelivery() throws Exception {
        String event = handled("late", new Done());
        handled("newest", new Done());
        clock.advance(Duration.ofDays(29));
        get(store.store().repairs().replayEvent(event, List.of("a"), "ada"));
        store.claim("a", 1).forEach(claimed -> finish(claimed, new Done()));
        clock.advance(Duration.ofDays(2));
        round(rules(LIMITS));
        assertThat(projects()).containsExactly("late", "newest");
        clock.advance(Duration.ofDays(28));
        round(rules(LIMITS));
        assertThat(projects()).containsExactly("newest");
    }

    @Test
    void ofTooManyTheOldestFinishedGoAndNothingElse() throws Exception {
        handled("1", new Dead());
        for (int i = 2; i <= 8; i++) {
            handled(String.valueOf(i), new Done());
        }
        round(rules(new Limits(Duration.ZERO, Duration.ZERO, Duration.ZERO, 5)));
        assertThat(projects()).containsExactly("1", "5", "6", "7", "8");
        round(rules(new Limits(Duration.ZERO, Duration.ZERO, Duration.ZERO, 5)));
        assertThat(projects()).hasSize(5);
    }

    @Test
    void aConnectionMayHaveLimitsOfItsOwn() throws Exception {
        handled("1", new Done());
        handled("2", new Done());
        clock.advance(A_MONTH);
        Limits forEver = new Limits(Duration.ZERO, Duration.ZERO, Duration.ZERO, 0);
        round(new Rules(LIMITS, Map.of("sitecapture", forEver), Duration.ZERO));
        assertThat(projects()).containsExactly("1", "2");
        round(new Rules(forEver, Map.of("sitecapture", LIMITS), Duration.ZERO));
        assertThat(projects()).containsExactly("2");
    }

    @Test
    void whatIsReplayedBetweenTheLookAndTheRemovalStays() {
        String event = handled("1", new Done());
        handled("2", new Done());
        clock.advance(A_MONTH);
        Purge purge = store.store().purge();
        List<Kept> seen = purge.look(0, 10);
        CompletableFuture<Repairs.Replayed> replay = store.store().repairs().replayEvent(event, List.of("a"), "ada");
        Removed removed = get(purge.remove(seen, Duration.ofSeconds(10)));
        assertThat(get(replay).count()).isEqualTo(1);
        assertThat(removed.looked()).isEqualTo(2);
        assertThat(removed.removed()).isEmpty();
        assertThat(projects()).containsExactly("1", "2");
    }

    @Test
    void whatWasTakenOutCantBeReplayed() throws Exception {
        String event = handled("1", new Done());
        handled("2", new Done());
        clock.advance(A_MONTH);
        round(rules(LIMITS));
        assertThat(get(store.store().repairs().replayEvent(event, List.of("a"), "ada"))
                        .refused())
                .isEqualTo(Repairs.Refused.UNKNOWN);
    }

    @Test
    void aPieceEndsWithItsTimeAndThePausesAreTheWritersOwn() throws Exception {
        for (int i = 0; i < 20; i++) {
            handled(String.valueOf(i), new Done());
        }
        clock.advance(A_MONTH);
        List<Kept> seen = store.store().purge().look(0, 100);
        assertThat(get(store.store().purge().remove(seen, Duration.ZERO)).looked())
                .as("at least one, or it would never end")
                .isEqualTo(1);
        List<Duration> waits = round(rules(LIMITS));
        assertThat(projects()).containsExactly("19");
        assertThat(waits).contains(Retention.BETWEEN_PIECES).endsWith(Retention.BETWEEN_ROUNDS);
    }

    @Test
    void aClockThatJumpsAheadTakesNothingOutEarly() throws Exception {
        handled("1", new Done());
        handled("2", new Done());
        Retention retention = new Retention(store.store().purge(), () -> rules(LIMITS), clock, () -> 0);
        clock.advance(A_MONTH);
        round(retention);
        assertThat(projects()).containsExactly("1", "2");
    }

    @Test
    void aSweptConnectionsProjectsStayKnown() throws Exception {
        handled("1", new Done());
        handled("2", new Done());
        get(store.store().sweeps().swept("sitecapture", clock.instant(), clock.instant(), 0));
        clock.advance(A_MONTH);
        round(rules(LIMITS));
        assertThat(projects()).containsExactly("2");
        assertThat(get(store.store().sweeps().latestStates("sitecapture", List.of("1", "2", "3"))))
                .isEqualTo(Map.of("1", Optional.of("A"), "2", Optional.of("A")));
    }

    @Test
    void countsByTheMinuteGoAfterAMonthAndTheAuditTrailAtItsTime() throws Exception {
        handled("1", new Done());
        get(store.store().auditTrail().record(new AuditTrail.Action("ada", "login", "", "", "127.0.0.1")));
        clock.advance(Duration.ofDays(32));
        handled("2", new Done());
        round(rules(LIMITS));
        assertThat(store.rows("SELECT count(*) FROM tally")).containsExactly("1");
        assertThat(store.rows("SELECT count(*) FROM handler_tally")).containsExactly("1");
        assertThat(store.rows("SELECT count(*) FROM audit")).containsExactly("1");
        clock.advance(Duration.ofDays(700));
        round(rules(LIMITS));
        assertThat(store.rows("SELECT count(*) FROM audit")).containsExactly("0");
    }

    @Test
    void theFileIsUsedAgainAndGivesBackWhatIsTooMuch() throws Exception {
        OnPostgres.passOver("SQLite's file");
        assertThat(store.rows("PRAGMA auto_vacuum")).containsExactly("2");
        List<Long> sizes = new ArrayList<>();
        for (int cycle = 0; cycle < 4; cycle++) {
            fill(3_000);
            sizes.add(pages());
            clock.advance(A_MONTH);
            round(rules(LIMITS));
        }
        assertThat(sizes.get(3)).isBetween(sizes.get(1) * 9 / 10, sizes.get(1) * 11 / 10);
        assertThat(pages()).isLessThan(sizes.get(3) / 2);
        assertThat(store.rows("PRAGMA integrity_check")).containsExactly("ok");
    }

    private void fill(int events) {
        List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            Incoming ignored = change("p" + i % 500, "A" + i, Duration.ZERO, false);
            receipts.add(store.store().inbox().store(ignored));
        }
        receipts.forEach(OpenStore::get);
    }

    private long pages() {
        return Long.parseLong(store.rows("PRAGMA page_count").get(0));
    }

    @Test
    void keptUntilIsTheEndOfAnAge() {
        Instant since = clock.instant();
        assertThat(LIMITS.keptUntil(Purge.Kind.DEAD, since)).contains(since.plus(Duration.ofDays(90)));
        assertThat(LIMITS.keptUntil(Purge.Kind.OPEN, since)).isEmpty();
    }
}
