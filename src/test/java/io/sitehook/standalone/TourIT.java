package io.sitehook.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitehook.testing.FreePort;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tour of the documentation, by its own commands: only its directory and its ports are others. */
@Tag("wide")
class TourIT {
    private static final Pattern COMMANDS = Pattern.compile("```bash\n(.*?)```", Pattern.DOTALL);
    private static final long LONGEST_MINUTES = 5;

    @TempDir
    Path directory;

    @Test
    void theToursCommandsDoWhatItSays() throws Exception {
        String guide = Files.readString(Path.of("src/docs/tour.md"));
        Path tour = directory.resolve("tour");
        String output = run(commands(guide)
                .replace("target/tour", tour.toString())
                .replace("8090", freePort())
                .replace("8091", freePort())
                .replace("8092", freePort()));

        assertThat(output).contains("\"result\":\"stored\"");
        assertThat(output.lines().map(String::trim)).contains("20", "1000", "the same order");
        assertArchived(tour.resolve("archive/sitecapture/3057"));
        // The commands compare what handlers logged; this compares what both have stored.
        List<String> received = changes(tour.resolve("a"), "sitecapture");
        assertThat(received).hasSize(1_001).doesNotHaveDuplicates();
        assertThat(changes(tour.resolve("b"), "from-a")).isEqualTo(received);
        assertThat(guide).contains("```\n20\n```", "```\n1000\nthe same order\n```");
    }

    private static String commands(String guide) {
        return COMMANDS.matcher(guide).results().map(match -> match.group(1)).collect(Collectors.joining("\n"));
    }

    private String run(String commands) throws Exception {
        Path output = directory.resolve("output.txt");
        // However it ends, none of its servers outlives it.
        String script = "set -euo pipefail\ntrap 'kill $(jobs -p) 2>/dev/null || true' EXIT\n" + commands;
        Process shell = new ProcessBuilder("bash", "-c", script)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(shell.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES))
                    .as("it ends; it printed " + Files.readString(output))
                    .isTrue();
        } finally {
            shell.destroy();
        }
        assertThat(shell.exitValue()).as(Files.readString(output)).isZero();
        return Files.readString(output);
    }

    private static void assertArchived(Path project) throws Exception {
        try (JsonReader reader = Json.createReader(Files.newBufferedReader(project.resolve("manifest.json")))) {
            List<JsonObject> files = reader.readObject().getJsonArray("files").getValuesAs(JsonObject.class);
            assertThat(files).hasSize(22);
            for (JsonObject file : files) {
                byte[] content = Files.readAllBytes(project.resolve(file.getString("path")));
                assertThat(HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256").digest(content)))
                        .as(file.getString("path"))
                        .isEqualTo(file.getString("sha256"));
            }
        }
    }

    /** By project, and each project's in the order of receipt. */
    private static List<String> changes(Path home, String connection) throws SQLException {
        try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + home.resolve("sitehook.db"));
                Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery("SELECT project_id || ' ' || status || ' ' || workflow_state"
                        + " FROM event WHERE connection = '" + connection + "' ORDER BY project_id, seq")) {
            List<String> changes = new ArrayList<>();
            while (row.next()) {
                changes.add(row.getString(1));
            }
            return changes;
        }
    }

    private static String freePort() throws IOException {
        return String.valueOf(FreePort.find());
    }
}
