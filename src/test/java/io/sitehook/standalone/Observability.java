package io.sitehook.standalone;

import jakarta.json.Json;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The dashboard and the alert rules that Sitehook comes with. */
final class Observability {
    private static final Path DIRECTORY = Path.of("src/docs/observability");

    static final Path ALERTS = DIRECTORY.resolve("alerts.yml");

    private Observability() {}

    /** What the panels of the dashboard ask Prometheus, with Grafana's variables in it. */
    static List<String> panels() throws IOException {
        List<String> expressions = new ArrayList<>();
        try (JsonReader reader = Json.createReader(Files.newBufferedReader(DIRECTORY.resolve("dashboard.json")))) {
            for (JsonValue panel : reader.readObject().getJsonArray("panels")) {
                if (panel.asJsonObject().containsKey("targets")) {
                    for (JsonValue target : panel.asJsonObject().getJsonArray("targets")) {
                        expressions.add(target.asJsonObject().getString("expr"));
                    }
                }
            }
        }
        return expressions;
    }
}
