package io.sitehook.store.sql;

import static io.sitehook.testing.Incomings.change;
import static org.assertj.core.api.Assertions.assertThat;

import io.sitehook.testing.MutableClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** kill -9 while a store of an earlier schema is brought up to date: nothing is lost, and the next start finishes it. */
@Timeout(3_600)
class MigrationKillTest {
    /** What each migration writes into the log, about. */
    private static final int BYTES_PER_MIGRATION = 40_000;

    private static final int EVENTS = 200;
    private static final String[] OPEN = {"PENDING", "RUNNING", "DEAD"};

    @TempDir
    Path directory;

    private int killed;
    private int halfWay;

    @Test
    void ofEveryThirdEarlierSchemaNothingIsLost() throws Exception {
        Random random = new Random(20261126);
        for (int version = 0; version < Schema.SQLITE.size(); version += 3) {
            killAndOpen(version, 0, random);
        }
        report();
    }

    @Test
    @Tag("campaign")
    void ofEachEarlierSchemaNothingIsLostInTenKills() throws Exception {
        Random random = new Random(3057);
        for (int version = 0; version < Schema.SQLITE.size(); version++) {
            for (int round = 0; round < 10; round++) {
                killAndOpen(version, round, random);
            }
        }
        report();
        assertThat(halfWay).as("found between two schemas").isPositive();
    }

    private void report() {
        System.out.println("kill -9 during migrations: " + killed + " killed before the store was open, " + halfWay
                + " between two schemas");
        // Negative control: kills that all came too late would prove nothing.
        assertThat(killed).isPositive();
    }

    private void killAndOpen(int version, int round, Random random) throws Exception {
        Path home = directory.resolve("from" + version + "-" + round);
        Files.createDirectories(home);
        if (version > 0) {
            makeOld(home, version);
        }
        String rows = version > 0 ? all(home) : "";
        killed += OpeningProcess.killWhileItOpens(
                        home, random.nextInt(BYTES_PER_MIGRATION * (Schema.SQLITE.size() - version)))
                ? 1
                : 0;
        int migrated = migrations(home);
        halfWay += migrated > version && migrated < Schema.SQLITE.size() ? 1 : 0;

        assertUpToDate(home, version, rows);
        assertUpToDate(home, version, rows); // a second time there is nothing to do
        try (OpenStore store = new OpenStore(home, new MutableClock())) {
            store.put(change("new", "NEW"));
            assertThat(store.route("a")).isEqualTo(1);
        }
    }

    private static void assertUpToDate(Path home, int version, String rows) throws SQLException {
        String history;
        try (OpenStore store = new OpenStore(home, new MutableClock())) {
            history = store.rows("SELECT count(*), sum(success) FROM schema_history WHERE version IS NOT NULL")
                    .get(0);
            if (version > 0) {
                assertThat(all(home)).isEqualTo(rows);
                for (String id : store.rows("SELECT id FROM event")) {
                    assertThat(store.store().ledger().event(id)).isPresent();
                }
            }
        }
        assertThat(history).isEqualTo(Schema.SQLITE.size() + " " + Schema.SQLITE.size());
        assertThat(first(home, "PRAGMA integrity_check")).isEqualTo("ok");
    }

    private static void makeOld(Path home, int version) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + home.resolve("sitehook.db"));
        Schema.SQLITE.asOf(version).migrate(source);
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            for (int i = 1; i <= EVENTS; i++) {
                statement.addBatch(String.format(Locale.ROOT, """
                        INSERT INTO event (seq, id, connection, received_at, state, project_id, kind, status, workflow_state,
                            body, body_sha256, signature, remote_address)
                        VALUES (%1$d, 'e%1$d', 'sitecapture', %1$d, 'ROUTED', 'p%1$d', 'status_change', 'S', 'A', X'7B7D',
                            X'00', 'hex', '127.0.0.1')""", i));
                statement.addBatch(String.format(Locale.ROOT, """
                        INSERT INTO delivery (event, handler, connection, project_id, state, head, due_at)
                        VALUES (%1$d, 'a', 'sitecapture', 'p%1$d', '%2$s', %3$d, %1$d)""", i, OPEN[i % 3], i % 3 == 2 ? 0 : 1));
            }
            statement.executeBatch();
        }
    }

    private static String all(Path home) throws SQLException {
        return String.join("\n", rows(home, "SELECT seq, id, state, project_id, hex(body) FROM event ORDER BY seq"))
                + String.join(
                        "\n", rows(home, "SELECT id, event, handler, state, head, due_at FROM delivery ORDER BY id"));
    }

    private static int migrations(Path home) throws SQLException {
        String tables = "SELECT count(*) FROM sqlite_schema WHERE name = 'schema_history'";
        if (!Files.exists(home.resolve("sitehook.db")) || first(home, tables).equals("0")) {
            return 0;
        }
        return Integer.parseInt(first(home, "SELECT count(*) FROM schema_history WHERE version IS NOT NULL"));
    }

    private static String first(Path home, String sql) throws SQLException {
        return rows(home, sql).get(0);
    }

    private static List<String> rows(Path home, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + home.resolve("sitehook.db"));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            int columns = row.getMetaData().getColumnCount();
            while (row.next()) {
                StringBuilder text = new StringBuilder();
                for (int i = 1; i <= columns; i++) {
                    text.append(i > 1 ? " " : "").append(row.getString(i));
                }
                rows.add(text.toString());
            }
            return rows;
        }
    }
}
