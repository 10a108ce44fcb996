package io.sitehook.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sitehook.store.CommitListener;
import io.sitehook.store.StoreUnavailableException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class GroupCommitTest {
    @TempDir
    Path directory;

    private final AtomicLong nanos = new AtomicLong();
    private final List<Integer> groups = Collections.synchronizedList(new ArrayList<>());
    private final GroupCommit.Work<Integer, Integer> insert = (connection, values) -> {
        groups.add(values.size());
        try (Statement statement = connection.createStatement()) {
            for (Integer value : values) {
                statement.execute("INSERT INTO number (n) VALUES (" + value + ")");
            }
        }
        return values;
    };
    private final List<String> told = Collections.synchronizedList(new ArrayList<>());
    private final CommitListener heard = new CommitListener() {
        @Override
        public void committed(int size, Duration time) {
            told.add("committed " + size);
        }

        @Override
        public void failed() {
            told.add("failed");
        }
    };
    private Connections connections;
    private GroupCommit commits;

    @BeforeEach
    void open() throws SQLException {
        SqliteFile file = new SqliteFile(directory.resolve("test.db"));
        connections =
                new Connections(file, new SqliteDialect(file::sizeBytes, new StoreMark(directory.resolve("test.db"))));
        connections.inTransaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE number (n INTEGER PRIMARY KEY)");
                return statement.execute("CREATE TABLE probe (at INTEGER)");
            }
        });
        commits = new GroupCommit(
                connections, Runnable::run, Runnable::run, nanos::get, heard, SqliteErrors.INSTANCE, "test-writer");
        commits.start();
    }

    @AfterEach
    void close() throws SQLException {
        commits.close();
        connections.close();
    }

    /** Holds the writer until the latch is open, so that what follows becomes one group. */
    private void hold(CountDownLatch latch) throws InterruptedException {
        CountDownLatch held = new CountDownLatch(1);
        CompletableFuture<String> unused = commits.submit(
                (connection, inputs) -> {
                    held.countDown();
                    try {
                        latch.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return inputs;
                },
                "hold",
                null);
        held.await();
    }

    private List<Integer> numbers() throws SQLException {
        try (Connection connection = new SqliteFile(directory.resolve("test.db")).open();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT n FROM number ORDER BY n")) {
            List<Integer> numbers = new ArrayList<>();
            while (row.next()) {
                numbers.add(row.getInt(1));
            }
            return numbers;
        }
    }

    @Test
    void whatArrivesDuringACommitIsTheNextOne() throws Exception {
        CountDownLatch latch = new CountDownLatch(1);
        hold(latch);
        List<CompletableFuture<Integer>> futures = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            futures.add(commits.submit(insert, i, null));
        }
        latch.countDown();
        futures.forEach(CompletableFuture::join);
        assertThat(groups).containsExactly(20);
        assertThat(numbers()).hasSize(20);
    }

    @Test
    void onePieceOfWorkAtFaultDoesNotTakeTheOthersWithIt() throws Exception {
        CountDownLatch latch = new CountDownLatch(1);
        hold(latch);
        CompletableFuture<Integer> first = commits.submit(insert, 1, null);
        CompletableFuture<Integer> same = commits.submit(insert, 1, null);
        CompletableFuture<Integer> other = commits.submit(insert, 2, null);
        latch.countDown();
        assertThat(first.join()).isEqualTo(1);
        assertThat(other.join()).isEqualTo(2);
        assertThatThrownBy(same::join).hasRootCauseInstanceOf(SQLException.class);
        assertThat(numbers()).containsExactly(1, 2);
    }

    @Test
    void whatTakesTooLongIsFailedAndNotStoredAfterAll() throws Exception {
        CountDownLatch latch = new CountDownLatch(1);
        hold(latch);
        CompletableFuture<Integer> late = commits.submit(insert, 1, Duration.ofSeconds(5));
        CompletableFuture<Integer> patient = commits.submit(insert, 2, null);
        nanos.addAndGet(Duration.ofSeconds(5).toNanos());
        commits.failOverdue();
        assertThat(late).isNotDone();
        nanos.addAndGet(1);
        commits.failOverdue();
        assertThatThrownBy(late::join).hasCauseInstanceOf(StoreUnavailableException.class);
        latch.countDown();
        patient.join();
        assertThat(numbers()).containsExactly(2);
    }

    @Test
    void afterTheCloseNothingIsTaken() throws Exception {
        commits.close();
        assertThatThrownBy(() -> commits.submit(insert, 1, null).join())
                .hasCauseInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("stopping");
        assertThat(numbers()).isEmpty();
    }

    @Test
    void aWriteThatDoesNotEndIsATroubleUntilItDoes() throws Exception {
        CountDownLatch latch = new CountDownLatch(1);
        hold(latch);
        assertThat(commits.trouble()).isEmpty();
        nanos.addAndGet(Duration.ofSeconds(6).toNanos());
        assertThat(commits.trouble())
                .hasValueSatisfying(text -> assertThat(text).contains("hangs"));
        latch.countDown();
        commits.submit(insert, 1, null).get();
        commits.close();
        assertThat(commits.trouble()).isEmpty();
        assertThat(told).containsExactly("committed 1", "committed 1");
    }
}
