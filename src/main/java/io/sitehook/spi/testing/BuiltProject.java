package io.sitehook.spi.testing;

import io.sitehook.spi.SiteCaptureProject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A project of {@link FakeSiteCapture}. */
record BuiltProject(String id, Map<String, String> texts, List<Field> fields) implements SiteCaptureProject {

    static BuiltProject of(String id, Map<String, String> texts) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("id", id);
        all.putAll(texts);
        return new BuiltProject(id, all, List.of());
    }

    BuiltProject with(String section, String key, @Nullable String value, List<String> mediaIds) {
        List<Field> more = new ArrayList<>(fields);
        more.add(new BuiltField(section, key, Optional.ofNullable(value), mediaIds));
        return new BuiltProject(id, texts, List.copyOf(more));
    }

    @Override
    public Optional<String> text(String name) {
        return Optional.ofNullable(texts.get(name));
    }

    @Override
    public String json() {
        Map<String, JsonField> object = new LinkedHashMap<>();
        texts.forEach((name, text) ->
                object.put(name, name.equals("id") ? JsonField.numberOrText(text) : JsonField.text(text)));
        object.put(
                "fields",
                JsonField.json(fields.stream().map(BuiltProject::json).collect(Collectors.joining(", ", "[", "]"))));
        return JsonField.object(object);
    }

    private static String json(Field field) {
        Map<String, JsonField> object = new LinkedHashMap<>();
        object.put("section_key", JsonField.text(field.section()));
        object.put("key", JsonField.text(field.key()));
        object.put("value", field.value().map(JsonField::text).orElse(JsonField.json("null")));
        object.put(
                "media",
                JsonField.json(field.mediaIds().stream()
                        .map(mediaId -> JsonField.object(Map.of("id", JsonField.numberOrText(mediaId))))
                        .collect(Collectors.joining(", ", "[", "]"))));
        return JsonField.object(object);
    }

    /** One of its fields. */
    private record BuiltField(String section, String key, Optional<String> value, List<String> mediaIds)
            implements Field {
        @Override
        public Optional<String> displayValue() {
            return value;
        }
    }
}
