package io.sitehook.builtin.archive;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an archive holds of one project, as its {@code manifest.json} says: each file with its length and SHA-256, and
 * which status change it was last brought up to date for.
 *
 * @param event the status change, empty if there was none yet
 * @param lookedAt when everything was there for that one for the first time; null if it never was
 * @param files by path, as seen from the manifest
 */
record Manifest(String event, @Nullable Instant lookedAt, Map<String, Entry> files) {
    static final String NAME = "manifest.json";
    static final Manifest EMPTY = new Manifest("", null, Map.of());

    /** A file that is whole. */
    record Entry(long size, String sha256) {}

    /** Reads one; what can't be read counts as none, as all of it can be found out again. */
    static Manifest read(Optional<byte[]> content) {
        if (content.isEmpty()) {
            return EMPTY;
        }
        try (JsonReader reader = Json.createReader(new ByteArrayInputStream(content.get()))) {
            JsonObject object = reader.readObject();
            Map<String, Entry> files = new TreeMap<>();
            for (JsonValue value : object.getJsonArray("files")) {
                JsonObject file = value.asJsonObject();
                files.put(
                        file.getString("path"),
                        new Entry(file.getJsonNumber("size").longValueExact(), file.getString("sha256")));
            }
            String lookedAt = object.getString("looked_at", "");
            return new Manifest(
                    object.getString("event", ""), lookedAt.isEmpty() ? null : Instant.parse(lookedAt), files);
        } catch (JsonException
                | ClassCastException
                | NullPointerException
                | ArithmeticException
                | DateTimeException e) {
            return EMPTY;
        }
    }

    byte[] write(String connection, String project) {
        JsonArrayBuilder list = Json.createArrayBuilder();
        new TreeMap<>(files)
                .forEach((path, entry) -> list.add(Json.createObjectBuilder()
                        .add("path", path)
                        .add("size", entry.size())
                        .add("sha256", entry.sha256())));
        JsonObjectBuilder object = Json.createObjectBuilder()
                .add("connection", connection)
                .add("project", project)
                .add("event", event)
                .add("looked_at", lookedAt == null ? "" : lookedAt.toString())
                .add("files", list);
        return (object.build() + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
