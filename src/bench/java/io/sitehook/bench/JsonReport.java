package io.sitehook.bench;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.JsonWriter;
import jakarta.json.stream.JsonGenerator;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Everything, for machines. */
final class JsonReport {
    private JsonReport() {}

    static void write(Path file, Map<String, String> machine, Results results, List<Goals.Goal> goals)
            throws IOException {
        JsonArrayBuilder figures = Json.createArrayBuilder();
        results.values().forEach((figure, values) -> {
            JsonArrayBuilder rounds = Json.createArrayBuilder();
            values.forEach(value -> rounds.add(rounded(value)));
            figures.add(Json.createObjectBuilder()
                    .add("group", figure.group())
                    .add("subject", figure.subject())
                    .add("at", figure.at())
                    .add("metric", figure.metric())
                    .add("median", rounded(Results.median(values)))
                    .add("rounds", rounds));
        });
        JsonArrayBuilder reached = Json.createArrayBuilder();
        goals.forEach(goal -> reached.add(Json.createObjectBuilder()
                .add("goal", goal.name())
                .add("target", goal.target())
                .add("value", rounded(goal.value()))
                .add("reached", goal.reached())));
        try (Writer out = Files.newBufferedWriter(file);
                JsonWriter writer = Json.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true))
                        .createWriter(out)) {
            writer.write(Json.createObjectBuilder()
                    .add("run", texts(machine))
                    .add("goals", reached)
                    .add("guarantees", texts(results.guarantees()))
                    .add("figures", figures)
                    .add("skipped", texts(results.skipped()))
                    .add("failed", texts(results.failed()))
                    .build());
        }
    }

    private static JsonObjectBuilder texts(Map<String, String> texts) {
        JsonObjectBuilder object = Json.createObjectBuilder();
        texts.forEach(object::add);
        return object;
    }

    /** JSON knows no NaN. */
    private static JsonValue rounded(double value) {
        return Double.isNaN(value) ? JsonValue.NULL : Json.createValue(Math.round(value * 10_000) / 10_000.0);
    }
}
