package io.sitehook.builtin.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitehook.builtin.options.Options;
import io.sitehook.spi.StatusChange;
import io.sitehook.spi.testing.AttemptResult;
import io.sitehook.spi.testing.AttemptResult.Kind;
import io.sitehook.spi.testing.HandlerRun;
import io.sitehook.spi.testing.StatusChangeBuilder;
import io.sitehook.spi.testing.TestContext;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Statements in a real database. */
class JdbcHandlerTest {
    private static final String INSERT = "INSERT INTO done (event, project, state, note, who) VALUES"
            + " (:event_id, CAST(:project_id AS INTEGER), :workflow_state, :field.note, :project.display_line1)"
            + " ON CONFLICT (event) DO NOTHING -- :comment 'it''s :text'";

    @TempDir
    Path home;

    private final TestContext context = TestContext.forHandler("erp");
    private String url;

    @BeforeEach
    void table() throws SQLException {
        url = "jdbc:sqlite:" + home.resolve("theirs.db");
        context.siteCapture("sitecapture").putProject("3057", Map.of("display_line1", "House"));
        execute("CREATE TABLE done (event TEXT PRIMARY KEY, project INTEGER, state TEXT, note TEXT, who TEXT)");
    }

    @Test
    void theStatementRunsWithTheValuesAndAgainWithoutHarm() throws Exception {
        StatusChange change = StatusChangeBuilder.statusChange()
                .withoutWorkflowState()
                .field("note", "'); DROP TABLE done; --")
                .build();
        Map<String, String> settings = Map.of("statement", INSERT, "states", "ALL");
        assertThat(handle(settings, change).text()).isEqualTo("1 row");
        assertThat(handle(settings, change).text()).isEqualTo("0 rows");
        assertThat(rows()).containsExactly(change.id() + "|3057|null|'); DROP TABLE done; --|House");
    }

    @Test
    void noRowMayMeanTryAgainOrNever() throws Exception {
        String update = "UPDATE done SET state = :workflow_state WHERE project = :project_id";
        StatusChange change = StatusChangeBuilder.statusChange().build();
        assertThat(handle(Map.of("statement", update), change).kind()).isEqualTo(Kind.DONE);
        assertThat(handle(Map.of("statement", update, "no-row", "retry"), change)
                        .kind())
                .isEqualTo(Kind.RETRY);
        assertThat(handle(Map.of("statement", update, "no-row", "reject"), change)
                        .kind())
                .isEqualTo(Kind.REJECTED);
    }

    @Test
    void whatTheDatabaseRefusesIsAFailureInOneLineWithoutThePassword() throws Exception {
        AttemptResult failed = handle(
                Map.of("statement", "INSERT INTO absent VALUES (:status)", "user", "u", "password", "canary-3e"),
                StatusChangeBuilder.statusChange().build());
        assertThat(failed.kind()).isEqualTo(Kind.FAILED);
        assertThat(failed.text()).contains("no such table").doesNotContain("canary", "\n");
        AttemptResult nobody = handle(
                Map.of("statement", "SELECT 1", "url", "jdbc:nobody:canary-3e"),
                StatusChangeBuilder.statusChange().build());
        assertThat(nobody.text()).contains("driver-jar").doesNotContain("canary");
    }

    @Test
    void namesAreFoundOutsideOfTextsAndCommentsOnly() {
        NamedStatement statement = NamedStatement.parse(
                "SELECT ':a', \":b\", x::text /* :c */ -- :d\n, :project_id, :field.Some_1, :project_id");
        assertThat(statement.sql()).isEqualTo("SELECT ':a', \":b\", x::text /* :c */ -- :d\n, ?, ?, ?");
        assertThat(statement.names()).containsExactly("project_id", "field.Some_1", "project_id");
    }

    private AttemptResult handle(Map<String, String> more, StatusChange change) throws Exception {
        Map<String, String> settings = new HashMap<>(Map.of("url", url));
        settings.putAll(more);
        try (HandlerRun run = HandlerRun.start(new JdbcHandler(new Options("erp", settings, home)), context)) {
            return run.handle(change);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> rows() throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT event, project, state, note, who FROM done")) {
            while (row.next()) {
                rows.add(row.getString(1) + "|" + row.getString(2) + "|" + row.getString(3) + "|" + row.getString(4)
                        + "|" + row.getString(5));
            }
        }
        return rows;
    }
}
