package io.sitehook.store.sql;

import static io.sitehook.testing.Incomings.change;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sitehook.store.StoreUnavailableException;
import io.sitehook.testing.MutableClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqliteFileTest {
    @TempDir
    Path home;

    @ParameterizedTest
    @CsvSource({
        "3.51.3, true",
        "3.54.1, true",
        "4.0.0, true",
        "3.50.7, true",
        "3.44.6, true",
        "3.51.2, false",
        "3.50.6, false",
        "3.50.0, false",
        "3.44.5, false",
        "3.45.9, false",
        "3.7.17, false"
    })
    void refusesLibrariesThatCanLoseCommits(String version, boolean safe) {
        assertThat(SqliteFile.isSafe(version)).isEqualTo(safe);
    }

    @Test
    void commitsAreSynced() throws Exception {
        try (Connection connection = new SqliteFile(home.resolve("a.db")).open();
                Statement statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery("PRAGMA synchronous")) {
                assertThat(row.getInt(1)).as("FULL").isEqualTo(2);
            }
            try (ResultSet row = statement.executeQuery("PRAGMA journal_mode")) {
                assertThat(row.getString(1)).isEqualTo("wal");
            }
        }
    }

    @Test
    void aHomeThatIsInUseIsRefusedAndFreeAfterTheClose() {
        OpenStore first = new OpenStore(home, new MutableClock());
        assertThatThrownBy(() -> new OpenStore(home, new MutableClock()))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("is in use by another copy of Sitehook in this same server");
        first.close();
        new OpenStore(home, new MutableClock()).close();
    }

    @Test
    void aStoreThatHasNothingToWriteLocksNobodyOut() throws Exception {
        try (OpenStore store = new OpenStore(home, new MutableClock())) {
            store.put(change("1", "COMPLETE"));
            try (Connection other = store.connect();
                    Statement statement = other.createStatement()) {
                statement.execute("PRAGMA busy_timeout = 0");
                assertThat(statement.executeUpdate("UPDATE probe SET at = 1")).isEqualTo(1);
            }
        }
    }

    @Test
    void whatIsNoDatabaseIsRefusedAndLeftAsItIs() throws Exception {
        Path file = Files.writeString(home.resolve("sitehook.db"), "this is no database, and must not become one");
        assertThatThrownBy(() -> new OpenStore(home, new MutableClock()))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("damaged");
        assertThat(Files.readString(file)).isEqualTo("this is no database, and must not become one");
    }

    @Test
    void aNewerSchemaIsRefused() throws Exception {
        try (OpenStore store = new OpenStore(home, new MutableClock());
                Connection connection = store.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "INSERT INTO schema_history (installed_rank, version, description, type, script, checksum,"
                            + " installed_by, execution_time, success) VALUES (99, '99', 'later', 'SQL', 'V99__later.sql', 1, '', 1, 1)");
        }
        assertThatThrownBy(() -> new OpenStore(home, new MutableClock()))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("newer Sitehook");
    }

    @Test
    void idsGrowAlsoWhenTheClockGoesBack() {
        UuidV7 ids = new UuidV7();
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            UUID id = ids.next(1_800_000_000_000L - i);
            assertThat(id.version()).isEqualTo(7);
            assertThat(id.variant()).isEqualTo(2);
            made.add(id.toString());
        }
        assertThat(made).isSorted().doesNotHaveDuplicates();
    }
}
