package io.sitehook.sitecapture;

import io.sitehook.spi.SiteCaptureProject;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A project, read from the flat form of version 2.0. What is missing, or of another form than expected, is left out. */
record ReadProject(String id, JsonObject object, List<Field> fields, String json) implements SiteCaptureProject {
    private static final int DEEPEST = 8;

    /** @throws UnwantedException if it has no id */
    static ReadProject of(JsonObject object, String json) throws UnwantedException {
        String id = Stream.of("id", "project_id")
                .flatMap(name -> scalar(object.get(name)).stream())
                .findFirst()
                .orElseThrow(() -> new UnwantedException("JSON that is no project: it has no id"));
        List<Field> fields = new ArrayList<>();
        collect(object, fields, 0);
        return new ReadProject(id, object, List.copyOf(fields), json);
    }

    private static void collect(JsonObject object, List<Field> fields, int depth) {
        objects(object.get("fields")).map(ReadField::of).forEach(fields::add);
        if (depth < DEEPEST) {
            objects(object.get("contained_items")).forEach(item -> collect(item, fields, depth + 1));
        }
    }

    @Override
    public Optional<String> text(String name) {
        return scalar(object.get(name));
    }

    @Override
    public String toString() {
        return "project " + Words.of(id);
    }

    /** One field. */
    private record ReadField(
            String section, String key, Optional<String> value, Optional<String> displayValue, List<String> mediaIds)
            implements Field {

        static ReadField of(JsonObject field) {
            return new ReadField(
                    scalar(field.get("section_key")).orElse(""),
                    scalar(field.get("key")).orElse(""),
                    any(field.get("value")),
                    any(field.get("display_value")),
                    objects(field.get("media"))
                            .flatMap(media -> scalar(media.get("id")).stream())
                            .distinct()
                            .toList());
        }
    }

    private static Stream<JsonObject> objects(@Nullable JsonValue value) {
        return value instanceof JsonArray list
                ? list.stream().filter(JsonObject.class::isInstance).map(JsonValue::asJsonObject)
                : Stream.empty();
    }

    private static Optional<String> scalar(@Nullable JsonValue value) {
        if (value instanceof JsonString text) {
            return Optional.of(text.getString());
        }
        return value instanceof JsonNumber || value == JsonValue.TRUE || value == JsonValue.FALSE
                ? Optional.of(value.toString())
                : Optional.empty();
    }

    private static Optional<String> any(@Nullable JsonValue value) {
        if (value == null || value == JsonValue.NULL) {
            return Optional.empty();
        }
        return scalar(value).or(() -> Optional.of(value.toString()));
    }
}
