package io.sitehook.store.sql;

import static io.sitehook.testing.Incomings.WINDOW;
import static io.sitehook.testing.Incomings.change;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sitehook.store.Receipt;
import io.sitehook.store.Receipt.Result;
import io.sitehook.testing.Incomings;
import io.sitehook.testing.MutableClock;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InboxTest {
    private static final int ENOUGH_CHECKPOINTS = 10;

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
    void storesOneRowWithEverythingThatIsKnown() {
        Receipt receipt = store.put(change("3057", "COMPLETE"));
        assertThat(receipt.result()).isEqualTo(Result.STORED);
        assertThat(store.rows(
                        "SELECT id, connection, received_at, state, project_id, kind, status, workflow_state, signature,"
                                + " remote_address, content_type, user_agent, duplicate_of, repeat_of FROM event"))
                .containsExactly(receipt.event() + " sitecapture " + store.clock.millis()
                        + " RECEIVED 3057 status_change Some status COMPLETE current secret, hex 127.0.0.1"
                        + " application/json null null null");
        assertThat(store.rows("SELECT CAST(body AS TEXT) FROM event"))
                .containsExactly(
                        "{\"project_id\":\"3057\",\"workflow_state\":\"COMPLETE\",\"event\":\"status_change\"}");
    }

    @Test
    void idsGrowInTheOrderOfReceipt() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            ids.add(store.put(change("p" + i, "COMPLETE")).event());
        }
        assertThat(ids).isSorted().doesNotHaveDuplicates();
        assertThat(store.rows("SELECT id FROM event ORDER BY seq")).isEqualTo(ids);
    }

    @Test
    void theSameRequestSentTwiceIsStoredTwiceAndRunsOnce() {
        Receipt first = store.put(change("3057", "COMPLETE"));
        assertThat(store.put(change("3057", "COMPLETE")).result()).isEqualTo(Result.DUPLICATE);
        assertThat(store.rows("SELECT state, duplicate_of FROM event ORDER BY seq"))
                .containsExactly("RECEIVED null", "DUPLICATE " + first.event());
    }

    @Test
    void comingBackToAStateIsNoDuplicate() {
        store.put(change("3057", "COMPLETE"));
        store.put(change("3057", "REOPENED"));
        assertThat(store.put(change("3057", "COMPLETE")).result()).isEqualTo(Result.STORED);
        assertThat(store.rows("SELECT state, repeat_of FROM event"))
                .containsOnly("RECEIVED null")
                .hasSize(3);
    }

    @Test
    void aStateThatIsNotSelectedStillMarksThatTheProjectMovedOn() {
        store.put(change("3057", "COMPLETE"));
        assertThat(store.put(change("3057", "REOPENED", WINDOW, false)).result())
                .isEqualTo(Result.IGNORED);
        assertThat(store.put(change("3057", "COMPLETE")).result()).isEqualTo(Result.STORED);
    }

    @Test
    void afterTheWindowItRunsAgainAndSaysWhatItRepeats() {
        Receipt first = store.put(change("3057", "COMPLETE"));
        store.route("log");
        store.claim("log", 1);
        store.clock.advance(WINDOW.minusMillis(1));
        assertThat(store.put(change("3057", "COMPLETE")).result()).isEqualTo(Result.DUPLICATE);
        store.clock.advance(Duration.ofMillis(1));
        assertThat(store.put(change("3057", "COMPLETE")).result()).isEqualTo(Result.STORED);
        assertThat(store.rows("SELECT state, repeat_of FROM event ORDER BY seq"))
                .containsExactly("ROUTED null", "DUPLICATE null", "RECEIVED " + first.event());
    }

    @Test
    void afterTheClockWasSetBackByMoreThanTheWindowItRunsAgain() {
        store.put(change("3057", "COMPLETE"));
        store.route("log");
        store.claim("log", 1);
        store.clock.advance(Duration.ofSeconds(-1));
        assertThat(store.put(change("3057", "COMPLETE")).result()).isEqualTo(Result.DUPLICATE);
        store.clock.advance(Duration.ofDays(-1));
        assertThat(store.put(change("3057", "COMPLETE")).result()).isEqualTo(Result.STORED);
    }

    @Test
    void afterTheWindowItIsStillADuplicateWhileTheFirstHasNotStarted() {
        store.put(change("3057", "COMPLETE"));
        store.route("log");
        store.clock.advance(WINDOW.multipliedBy(10));
        assertThat(store.put(change("3057", "COMPLETE")).result()).isEqualTo(Result.DUPLICATE);
    }

    @Test
    void aWindowOfZeroTurnsTheRuleOff() {
        store.put(change("3057", "COMPLETE", Duration.ZERO, true));
        assertThat(store.put(change("3057", "COMPLETE", Duration.ZERO, true)).result())
                .isEqualTo(Result.STORED);
    }

    @Test
    void fiftyAtOnceRunOnce() {
        List<CompletableFuture<Receipt>> futures = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            futures.add(store.store().inbox().store(change("3057", "COMPLETE")));
        }
        List<Result> results =
                futures.stream().map(OpenStore::get).map(Receipt::result).toList();
        assertThat(results).filteredOn(Result.STORED::equals).hasSize(1);
        assertThat(results).filteredOn(Result.DUPLICATE::equals).hasSize(49);
        assertThat(store.rows("SELECT count(*) FROM event")).containsExactly("50");
    }

    @Test
    void otherProjectsAndOtherBytesAreNoDuplicates() {
        store.put(change("3057", "COMPLETE"));
        assertThat(store.put(change("3058", "COMPLETE")).result()).isEqualTo(Result.STORED);
        assertThat(store.put(change("3057", "ACCEPTED")).result()).isEqualTo(Result.STORED);
    }

    @Test
    void whatCantBeReadIsKeptWithTheReason() {
        assertThat(store.put(Incomings.unreadable("{“a”}")).result()).isEqualTo(Result.UNREADABLE);
        assertThat(store.put(Incomings.unreadable("{“a”}")).result()).isEqualTo(Result.UNREADABLE);
        assertThat(store.rows("SELECT state, project_id, reason, CAST(body AS TEXT) FROM event"))
                .containsExactly("UNREADABLE null it is not JSON {“a”}", "UNREADABLE null it is not JSON {“a”}");
    }

    @Test
    void everythingIsThereAfterTheStoreWasClosedAndOpened() {
        Receipt receipt = store.put(change("3057", "COMPLETE"));
        store.close();
        store = new OpenStore(home, new MutableClock());
        assertThat(store.rows("SELECT id FROM event")).containsExactly(receipt.event());
    }

    @Test
    void whatComesWhileTheQueueIsFullIsRefusedAtOnceAndTheRestIsStored() throws Exception {
        try (OpenStore store = new OpenStore(home.resolve("small"), new MutableClock(), 2);
                Connection locker = store.connect();
                Statement statement = locker.createStatement()) {
            if (OnPostgres.is()) {
                statement.execute("BEGIN");
                statement.execute("LOCK TABLE event");
            } else {
                statement.execute("PRAGMA busy_timeout = 30000");
                statement.execute("BEGIN IMMEDIATE");
            }
            CompletableFuture<Receipt> first = store.store().inbox().store(change("1", "COMPLETE"));
            CompletableFuture<Receipt> second = store.store().inbox().store(change("2", "COMPLETE"));
            CompletableFuture<Receipt> third = store.store().inbox().store(change("3", "COMPLETE"));
            assertThat(third).isCompletedExceptionally();
            assertThatThrownBy(third::join).hasMessageContaining("2 requests wait for the store already");
            statement.execute("ROLLBACK");
            assertThat(OpenStore.get(first).result()).isEqualTo(Result.STORED);
            assertThat(OpenStore.get(second).result()).isEqualTo(Result.STORED);
            assertThat(store.put(change("4", "COMPLETE")).result()).isEqualTo(Result.STORED);
            assertThat(store.rows("SELECT project_id FROM event ORDER BY seq")).containsExactly("1", "2", "4");
        }
    }

    @Test
    void nothingIsLostByEightWritersAndCheckpointsAllTheTime() throws Exception {
        eightWriters(500);
    }

    @Test
    @Tag("campaign")
    void nothingIsLostByEightWritersAndCheckpointsForLong() throws Exception {
        eightWriters(100_000);
    }

    /** The bug of SQLite before 3.51.3 dropped rows if a checkpoint reset the log at the wrong moment. */
    private void eightWriters(int each) throws Exception {
        OnPostgres.passOver("checkpoints of SQLite's log");
        AtomicBoolean over = new AtomicBoolean();
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        AtomicInteger checkpoints = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(10);
        try (OpenStore store = new OpenStore(home.resolve("race"), new MutableClock())) {
            List<Future<?>> helpers = new ArrayList<>();
            for (String mode : List.of("RESTART", "TRUNCATE")) {
                helpers.add(threads.submit(() -> {
                    try (Connection connection = store.connect();
                            Statement statement = connection.createStatement()) {
                        while (!over.get()) {
                            try (ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(" + mode + ")")) {
                                // not busy, and there was something in the log
                                checkpoints.addAndGet(row.next() && row.getInt(1) == 0 && row.getInt(2) > 0 ? 1 : 0);
                            } catch (SQLException e) {
                                // busy: the writer was first
                            }
                        }
                        return null;
                    }
                }));
            }
            List<Future<?>> writers = new ArrayList<>();
            for (int writer = 0; writer < 8; writer++) {
                String project = "w" + writer + "-";
                writers.add(threads.submit(() -> {
                    // On a slow machine it takes more posts until enough checkpoints came between them.
                    for (int i = 0; i < each || (checkpoints.get() <= ENOUGH_CHECKPOINTS && i < 40 * each); i++) {
                        acknowledged.add(
                                store.put(change(project + i, "COMPLETE")).event());
                    }
                }));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
            over.set(true);
            for (Future<?> helper : helpers) {
                helper.get();
            }
            assertThat(checkpoints.get()).isGreaterThan(ENOUGH_CHECKPOINTS);
            assertThat(new HashSet<>(store.rows("SELECT id FROM event")))
                    .isEqualTo(acknowledged)
                    .hasSizeGreaterThanOrEqualTo(8 * each);
            assertThat(store.rows("PRAGMA integrity_check")).containsExactly("ok");
            System.out.println("eight writers: " + acknowledged.size() + " acknowledged and found, " + checkpoints
                    + " checkpoints meanwhile");
        } finally {
            over.set(true);
            threads.shutdownNow();
        }
    }
}
