package io.sitehook.store.sql;

import static io.sitehook.store.sql.OpenStore.capacity;
import static io.sitehook.store.sql.OpenStore.done;
import static io.sitehook.store.sql.OpenStore.get;
import static io.sitehook.testing.Incomings.change;
import static io.sitehook.testing.Incomings.unreadable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sitehook.store.CommitListener;
import io.sitehook.store.Receipt;
import io.sitehook.store.Store;
import io.sitehook.store.StoreUnavailableException;
import io.sitehook.store.WakeUp;
import io.sitehook.store.Worklist;
import io.sitehook.store.Worklist.Claimed;
import io.sitehook.store.Worklist.Target;
import io.sitehook.testing.MutableClock;
import io.sitehook.testing.Postgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(OnPostgres.class)
class StoreCopyTest {
    /** Of what a store of a few events does not have by itself. */
    private static final List<String> MORE = List.of(
            "INSERT INTO configuration VALUES ('connection', 'made', 3, '{\"a\":1}', 5, 'ada')",
            "INSERT INTO configuration_secret VALUES ('connection', 'made', 'current', x'00ff10', 6)",
            "INSERT INTO secret_use VALUES ('made', 'current', 7, 'hex')",
            "INSERT INTO rejection VALUES (41, 'made', '127.0.0.1', 'signature', 1, 2, 3, 'it is odd', 'hex', 4, x'7b00')",
            "INSERT INTO cause VALUES ('k', 'a', 'java.lang.Error', NULL, 'text', 9)",
            "INSERT INTO handler_pause VALUES ('a', 'ada', 'the CRM is down', 10)",
            "INSERT INTO audit (id, at, user, action, target, detail, remote_address)"
                    + " VALUES (17, 11, 'ada', 'login', '', 'a NUL' || char(0), '127.0.0.1')",
            "INSERT INTO job VALUES ('j', 'replay', 'FINISHED', 5, 4, 1, 'ada', 12, 13, 'other')",
            "INSERT INTO sweep VALUES ('made', 14, 2, 15, 1)",
            "INSERT INTO subscription_gone VALUES ('crm', 'ab', '410', 16)",
            "INSERT INTO purged VALUES ('sitecapture', 2)",
            "INSERT INTO purged_state VALUES ('sitecapture', '9', NULL, 17)");

    @TempDir
    Path directory;

    private final MutableClock clock = new MutableClock();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private Path home;

    @BeforeEach
    void fill() throws SQLException {
        home = directory.resolve("home");
        try (Store store = file()) {
            Worklist worklist = store.worklist();
            worklist.routeArrivals(
                    event -> "ODD".equals(event.workflowState()) ? List.of() : List.of(new Target("a", false)));
            for (int i = 0; i < 2_500; i++) {
                store.inbox().store(change("p" + i, "COMPLETE"));
            }
            get(store.inbox().store(change("odd", "ODD")));
            get(store.inbox().store(change("odd", "ODD"))); // a duplicate
            get(store.inbox().store(unreadable("{")));
            List<Claimed> claimed =
                    get(worklist.claim(List.of(capacity("a", 3)), Set.of())).deliveries();
            get(worklist.finish(claimed.get(0), done()));
            get(worklist.finish(
                    claimed.get(1),
                    new Worklist.Result(
                            Worklist.AttemptOutcome.REJECTED, new Worklist.Dead(), "no such project", null, null)));
        }
        try (Connection connection = fileConnection();
                Statement statement = connection.createStatement()) {
            for (String insert : MORE) {
                statement.executeUpdate(insert);
            }
        }
    }

    @AfterEach
    void end() {
        timer.shutdownNow();
    }

    private Store file() {
        return SqliteStore.open(home, clock, new WakeUp(), timer, 100_000, CommitListener.NONE, "test");
    }

    private Connection fileConnection() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + home.resolve("sitehook.db"));
    }

    private Map<String, Long> copy() {
        Map<String, Long> copied = new TreeMap<>();
        try (PostgresSource target = OnPostgres.source(directory)) {
            StoreCopy.run(home, target, copied::put);
        }
        return copied;
    }

    /** All rows of a table as text, the columns by their names. */
    private static List<String> rows(Connection connection, String table) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT * FROM " + table)) {
            while (row.next()) {
                Map<String, String> values = new TreeMap<>();
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    Object value = row.getObject(i);
                    values.put(
                            row.getMetaData().getColumnName(i),
                            value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : String.valueOf(value));
                }
                rows.add(values.toString().replace('\0', '\u2400'));
            }
        }
        rows.sort(null);
        return rows;
    }

    @Test
    void everyRowIsThere() throws SQLException {
        Map<String, Long> copied = copy();
        try (Connection from = fileConnection();
                Connection to = OnPostgres.connect(directory)) {
            for (String table : StoreCopy.TABLES) {
                List<String> rows = rows(from, table);
                assertThat(rows(to, table)).as(table).isEqualTo(rows);
                assertThat(copied).containsEntry(table, (long) rows.size());
                if (!table.equals("unrouted")) {
                    assertThat(rows).as("the test has rows of " + table).isNotEmpty();
                }
            }
        }
    }

    @Test
    void noTableIsForgotten() throws SQLException {
        assertThat(Postgres.shared()
                        .column(
                                OnPostgres.database(directory),
                                "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(StoreCopy.TABLES.stream(), StoreCopy.NOT_COPIED.stream())
                                .toList());
    }

    @Test
    void theStoreGoesOnWhereItWas() {
        copy();
        try (OpenStore store = new OpenStore(directory, clock)) {
            assertThat(store.put(change("odd", "ODD")).result()).isEqualTo(Receipt.Result.DUPLICATE);
            store.put(change("p1", "NEXT"));
            assertThat(store.route("a")).isEqualTo(1);
            assertThat(store.rows("SELECT seq, state FROM event ORDER BY seq DESC LIMIT 2"))
                    .containsExactly("2505 ROUTED", "2504 DUPLICATE");
            assertThat(get(store.store().repairs().offer("a", List.of("ODD"), 10, "ada", null))
                            .done())
                    .isEqualTo(1);
            assertThat(store.claim("a", 5)).as("paused by ada").isEmpty();
            get(store.store().repairs().resume("a"));
            assertThat(store.claim("a", 5)).hasSize(5);
            assertThat(store.rows("SELECT count(*) FROM delivery WHERE state = 'RUNNING'"))
                    .as("and the one that ran when its server ended, until its lease has")
                    .containsExactly("6");
            assertThat(store.rows("SELECT id FROM instance")).hasSize(1);
        }
    }

    @Test
    void jobsOfTheServerThatIsNoMoreAreCancelled() throws SQLException {
        try (Connection connection = fileConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE job SET state = 'RUNNING', ended_at = NULL");
        }
        copy();
        assertThat(Postgres.shared().column(OnPostgres.database(directory), "SELECT state FROM job"))
                .containsExactly("CANCELLED");
    }

    @Test
    void aDatabaseThatIsNotEmptyIsLeftAlone() throws SQLException {
        copy();
        assertThatThrownBy(this::copy)
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("is not empty: its table event has rows. Nothing was copied");
        assertThat(Postgres.shared().number(OnPostgres.database(directory), "SELECT count(*) FROM event"))
                .isEqualTo(2_503);
    }

    @Test
    void neitherAHomeInUseNorADatabaseInUseIsCopied() {
        Store server = file();
        assertThatThrownBy(this::copy)
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("is in use by");
        server.close();
        try (OpenStore store = new OpenStore(directory, clock)) {
            assertThat(store.rows("SELECT name FROM node")).containsExactly("test");
            assertThatThrownBy(this::copy)
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("the server test works on that database");
        }
    }

    @Test
    void whatCanNotBeCopiedLeavesNothing() throws SQLException {
        try (Connection connection = fileConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("PRAGMA foreign_keys = OFF");
            statement.executeUpdate(
                    "INSERT INTO configuration_secret VALUES ('connection', 'none', 'current', x'00', 1)");
        }
        assertThatThrownBy(this::copy)
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("nothing of it is there")
                .hasMessageContaining("foreign key");
        assertThat(Postgres.shared().number(OnPostgres.database(directory), "SELECT count(*) FROM event"))
                .isZero();
    }

    @Test
    void aHomeWithoutAStoreSaysSo() {
        home = directory.resolve("nothing");
        assertThatThrownBy(this::copy).hasMessageContaining("there is no sitehook.db in the home " + home);
        assertThat(home).doesNotExist();
    }
}
