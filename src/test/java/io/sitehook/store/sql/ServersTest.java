package io.sitehook.store.sql;

import static io.sitehook.store.sql.OpenStore.capacity;
import static io.sitehook.store.sql.OpenStore.done;
import static io.sitehook.store.sql.OpenStore.get;
import static io.sitehook.testing.Incomings.change;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sitehook.spi.WorkflowStates;
import io.sitehook.store.CommitListener;
import io.sitehook.store.Nodes;
import io.sitehook.store.Receipt;
import io.sitehook.store.Receipt.Result;
import io.sitehook.store.Store;
import io.sitehook.store.StoreUnavailableException;
import io.sitehook.store.Transactions;
import io.sitehook.store.WakeUp;
import io.sitehook.store.Worklist;
import io.sitehook.store.Worklist.Claimed;
import io.sitehook.testing.MutableClock;
import io.sitehook.testing.Postgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two servers on one PostgreSQL, as far as their stores go. */
@ExtendWith(OnPostgres.class)
@Timeout(60)
class ServersTest {
    @TempDir
    Path directory;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final List<Store> open = new ArrayList<>();
    private final WakeUp secondsBell = new WakeUp();
    private final MutableClock clock = new MutableClock();
    private Store first;
    private Store second;

    @BeforeEach
    void open() {
        first = server("first", clock, time -> {}, new WakeUp());
        second = server("second", clock, time -> {}, secondsBell);
    }

    private Store server(String name, Clock itsClock, LongConsumer time, WakeUp wakeUp) {
        Store store = PostgresStore.open(
                OnPostgres.source(directory),
                new PostgresStore.Self(directory.resolve(name), name, "1.0"),
                itsClock,
                time,
                wakeUp,
                timer,
                10_000,
                CommitListener.NONE,
                () -> {});
        open.add(store);
        return store;
    }

    @AfterEach
    void close() {
        open.forEach(Store::close);
        timer.shutdownNow();
    }

    private static void route(Store store, String handler) {
        get(store.worklist().route(event -> List.of(new Worklist.Target(handler, false)), 1000));
    }

    private static List<Claimed> claim(Store store, String handler) {
        return get(store.worklist().claim(List.of(capacity(handler, 10)), Set.of()))
                .deliveries();
    }

    private String value(String sql) throws SQLException {
        return Postgres.shared().value(OnPostgres.database(directory), sql);
    }

    private void execute(String sql) throws SQLException {
        Postgres.shared().execute(OnPostgres.database(directory), sql);
    }

    @Test
    void oneOfFiftyEqualRequestsAtBothServersIsDelivered() {
        List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            for (Store store : open) {
                receipts.add(store.inbox().store(change("3057", "COMPLETE")));
            }
        }
        assertThat(receipts.stream().map(OpenStore::get).map(Receipt::result).filter(Result.STORED::equals))
                .hasSize(1);
    }

    @Test
    void manyProjectsAtBothServersNeitherCollideNorGetLost() throws SQLException {
        List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            // Each server meets the projects in another order.
            receipts.add(first.inbox().store(change("p" + i % 97, "A" + i)));
            receipts.add(second.inbox().store(change("p" + (97 - i % 97), "B" + i)));
        }
        receipts.forEach(OpenStore::get);
        assertThat(value("SELECT count(*) FROM event")).isEqualTo("4000");
        assertThat(value("SELECT received FROM connection_total")).isEqualTo("4000");
        assertThat(first.nodes().storedHere() + second.nodes().storedHere()).isEqualTo(4000);
    }

    @Test
    void eachDeliveryIsClaimedByOneServerAndTheNextOfItsProjectWaits() {
        for (int i = 0; i < 4; i++) {
            get(first.inbox().store(change("same", "S" + i)));
        }
        route(second, "h");
        List<Claimed> claimed = new ArrayList<>(claim(first, "h"));
        claimed.addAll(claim(second, "h"));
        assertThat(claimed).hasSize(1);
        assertThat(get(second.worklist().finish(claimed.get(0), done()))).isTrue();
        assertThat(claim(second, "h")).hasSize(1);
        assertThat(claim(first, "h")).isEmpty();
    }

    @Test
    void aPauseAtOneServerHoldsAtTheOtherAtOnce() {
        get(first.inbox().store(change("1", "A")));
        route(first, "h");
        get(first.repairs().pause("h", "ada", "the CRM is down"));
        assertThat(claim(second, "h")).isEmpty();
        get(first.repairs().resume("h"));
        assertThat(claim(second, "h")).hasSize(1);
    }

    @Test
    void whatIsStoredAtOneServerWakesTheOther() throws InterruptedException {
        while (secondsBell.await(Duration.ofMillis(1))) {
            // what rang at the start
        }
        get(first.inbox().store(change("1", "A")));
        assertThat(secondsBell.await(Duration.ofSeconds(4)))
                .as("sooner than the beat of five seconds")
                .isTrue();
    }

    @Test
    void aServerWhoseClockIsWrongStealsNothing() throws SQLException {
        DatabaseTime ahead = new DatabaseTime(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(5)));
        DatabaseTime behind = new DatabaseTime(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-5)));
        Store early = server("early", ahead, ahead, new WakeUp());
        Store late = server("late", behind, behind, new WakeUp());
        get(late.worklist().backlog());
        get(early.worklist().backlog());
        assertThat(Duration.between(behind.instant(), ahead.instant()).abs()).isLessThan(Duration.ofSeconds(2));
        get(late.inbox().store(change("1", "A")));
        route(late, "h");
        assertThat(claim(late, "h")).hasSize(1);
        assertThat(get(early.worklist().releaseExpired()).released()).isZero();
        assertThat(value("SELECT abs(received_at - (extract(epoch FROM now()) * 1000)::bigint) < 5000 FROM event"))
                .isEqualTo("t");
        // Negative control: by its own clock the lease of a minute has run out.
        Store byItsOwn =
                server("by-its-own", Clock.offset(Clock.systemUTC(), Duration.ofMinutes(5)), time -> {}, new WakeUp());
        assertThat(get(byItsOwn.worklist().releaseExpired()).released()).isEqualTo(1);
    }

    @Test
    void aServersOwnUnfinishedWorkIsFreedAtItsStartAndNobodyElses() {
        get(first.inbox().store(change("1", "A")));
        get(first.inbox().store(change("2", "A")));
        route(first, "h");
        Claimed one = get(first.worklist().claim(List.of(capacity("h", 1)), Set.of()))
                .deliveries()
                .get(0);
        assertThat(claim(second, "h")).hasSize(1);
        assertThat(get(first.worklist().releaseOwn()).released()).isEqualTo(1);
        assertThat(get(first.worklist().finish(one, done())))
                .as("a late result of a claim that was freed")
                .isFalse();
    }

    @Test
    void oneServerDoesWhatOneShouldDoUntilItIsAway() {
        Duration hour = Duration.ofHours(1);
        assertThat(first.nodes().isMyTurn("sweep", hour)).isTrue();
        assertThat(second.nodes().isMyTurn("sweep", hour)).isFalse();
        assertThat(first.nodes().isMyTurn("sweep", hour)).isTrue();
        assertThat(second.nodes().isMyTurn("other", hour)).isTrue();
        clock.advance(hour.plusSeconds(1));
        assertThat(second.nodes().isMyTurn("sweep", hour)).isTrue();
    }

    @Test
    void eachServerKnowsTheHandlersOfTheOther() throws Exception {
        DatabaseTime now = new DatabaseTime(Clock.systemUTC());
        Store third = server("third", now, now, new WakeUp());
        WorkflowStates states = WorkflowStates.of("A", "B").and(WorkflowStates.withoutState());
        Nodes.Handler handler = new Nodes.Handler("h", "status_change", states, true, "2.0");
        get(third.nodes().register(List.of(handler)));
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (first.nodes().elsewhere().isEmpty() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(first.nodes().elsewhere()).containsExactly(handler);
        assertThat(third.nodes().elsewhere()).isEmpty();
        assertThat(third.nodes().all())
                .extracting(Nodes.Node::name, Nodes.Node::self)
                .contains(org.assertj.core.groups.Tuple.tuple("third", true));
    }

    @Test
    void aNameIsTakenOnce() {
        assertThatThrownBy(() -> PostgresStore.open(
                        OnPostgres.source(directory),
                        new PostgresStore.Self(directory.resolve("again"), "first", "1.0"),
                        clock,
                        time -> {},
                        new WakeUp(),
                        timer,
                        10,
                        CommitListener.NONE,
                        () -> {}))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("another server by the name first");
        first.close();
        open.remove(first);
        first = server("first", clock, time -> {}, new WakeUp());
    }

    @Test
    void textThatThisDatabaseCantHoldIsShownAndTheBodyStays() throws SQLException {
        String project = "a" + (char) 0 + "b";
        assertThat(get(first.inbox().store(change(project, "A"))).result()).isEqualTo(Result.STORED);
        assertThat(get(second.inbox().store(change(project, "A"))).result()).isEqualTo(Result.DUPLICATE);
        assertThat(value("SELECT project_id FROM event LIMIT 1")).isEqualTo("a\u2400b");
    }

    @Test
    void aTransactionCommitsWritesAndResultTogetherOrNeither() throws SQLException {
        execute("CREATE TABLE effect (n integer)");
        get(first.inbox().store(change("1", "A")));
        route(first, "h");
        Claimed claimed = claim(first, "h").get(0);
        Transactions transactions = first.transactions().orElseThrow();
        try (Transactions.Open transaction = transactions.begin(Duration.ofSeconds(5))) {
            execute(transaction, "INSERT INTO effect VALUES (1)");
        }
        assertThat(value("SELECT count(*) FROM effect")).as("given up").isEqualTo("0");
        try (Transactions.Open transaction = transactions.begin(Duration.ofSeconds(5))) {
            execute(transaction, "INSERT INTO effect VALUES (2)");
            assertThatThrownBy(transaction.connection()::commit).hasMessageContaining("Sitehook's");
            assertThatThrownBy(transaction.connection()::rollback).hasMessageContaining("Sitehook's");
            assertThat(transaction.finish(claimed, done())).isTrue();
        }
        assertThat(value("SELECT string_agg(n::text, ',') FROM effect")).isEqualTo("2");
        assertThat(value("SELECT state FROM delivery")).isEqualTo("DONE");
        try (Transactions.Open transaction = transactions.begin(Duration.ofSeconds(5))) {
            execute(transaction, "INSERT INTO effect VALUES (3)");
            assertThat(transaction.finish(claimed, done()))
                    .as("the claim is no longer ours")
                    .isFalse();
        }
        assertThat(value("SELECT string_agg(n::text, ',') FROM effect")).isEqualTo("2");
    }

    @Test
    void aHandlersTransactionHoldsItsRowsNoLongerThanItsTime() throws SQLException {
        try (Transactions.Open transaction = first.transactions().orElseThrow().begin(Duration.ofSeconds(5))) {
            assertThat(show(transaction, "statement_timeout")).isEqualTo("5s");
            assertThat(show(transaction, "idle_in_transaction_session_timeout")).isEqualTo("15s");
        }
        try (Transactions.Open transaction = first.transactions().orElseThrow().begin(Duration.ofMillis(100))) {
            assertThatThrownBy(() -> execute(transaction, "SELECT pg_sleep(50)"))
                    .hasMessageContaining("statement timeout");
        }
    }

    private static String show(Transactions.Open transaction, String setting) throws SQLException {
        try (Statement statement = transaction.connection().createStatement();
                ResultSet row = statement.executeQuery("SHOW " + setting)) {
            row.next();
            return row.getString(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("wide")
    void aServerThatHangsInTheMiddleOfAMessageIsCutOff(HungClient.Where where) throws Exception {
        try (HungClient hung = HungClient.connect(Postgres.shared(), OnPostgres.database(directory), where);
                Connection connection = Postgres.shared().connect(OnPostgres.database(directory))) {
            assertThatThrownBy(() -> get(first.worklist().backlog()))
                    .as("it holds the lock of all")
                    .isInstanceOf(StoreUnavailableException.class);
            assertThat(HungSessions.end(connection, Duration.ofHours(1))).isEmpty();
            assertThat(HungSessions.end(connection, Duration.ofMillis(1)))
                    .containsExactly(hung.process() + " of 127.0.0.1");
            assertThat(get(first.worklist().backlog()).open()).isZero();
        }
    }

    @Test
    @Tag("wide")
    void theOthersCutItOffByThemselves() throws Exception {
        try (HungClient hung =
                HungClient.connect(Postgres.shared(), OnPostgres.database(directory), HungClient.Where.SENDING)) {
            long end = System.nanoTime() + Duration.ofSeconds(50).toNanos();
            CompletableFuture<Worklist.Backlog> work = first.worklist().backlog();
            while (!work.handle((backlog, failure) -> failure == null).join() && System.nanoTime() < end) {
                work = first.worklist().backlog(); // each waits four seconds for the lock
            }
            assertThat(get(work).open()).as("not held by " + hung.process()).isZero();
        }
    }

    private static void execute(Transactions.Open transaction, String sql) throws SQLException {
        try (Statement statement = transaction.connection().createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void timesAreTheDatabases() {
        MutableClock own = new MutableClock();
        DatabaseTime time = new DatabaseTime(own);
        Instant before = time.instant();
        time.accept(before.plus(Duration.ofMinutes(7)).toEpochMilli());
        assertThat(time.instant()).isEqualTo(before.plus(Duration.ofMinutes(7)));
        time.accept(time.millis() - 20);
        assertThat(time.instant())
                .as("also by little: times under the lock are in its order")
                .isEqualTo(before.plus(Duration.ofMinutes(7)).minusMillis(20));
    }
}
