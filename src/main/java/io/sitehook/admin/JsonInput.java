package io.sitehook.admin;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The JSON object that a call carries. Collects everything that is wrong with it, to be said at once. */
final class JsonInput {
    private static final int LONGEST = 65_536;

    private final JsonObject object;
    private final List<Problem.Field> problems = new ArrayList<>();

    private JsonInput(JsonObject object) {
        this.object = object;
    }

    /**
     * Reads the body.
     *
     * @param known the names that it may have
     * @throws jakarta.ws.rs.WebApplicationException answered 400, if it is no JSON object, or too long
     */
    static JsonInput read(InputStream body, Set<String> known) {
        JsonInput input = new JsonInput(object(body));
        input.object.keySet().stream()
                .filter(name -> !known.contains(name))
                .forEach(name -> input.problem(name, "is no field of this call"));
        return input;
    }

    private static JsonObject object(InputStream body) {
        try {
            byte[] bytes = body.readNBytes(LONGEST + 1);
            if (bytes.length > LONGEST) {
                throw Problem.badInput(List.of(new Problem.Field("body", "is too long")));
            }
            try (JsonReader reader = Json.createReader(new ByteArrayInputStream(bytes))) {
                return reader.readObject();
            }
        } catch (JsonException | IllegalStateException | IOException e) {
            // The parser's message quotes the body, which may hold a secret.
            throw Problem.badInput(List.of(new Problem.Field("body", "is not a JSON object")));
        }
    }

    /** The names of the fields that are there. */
    Set<String> names() {
        return new TreeSet<>(object.keySet());
    }

    /** The text; null if absent, JSON null, or no text (then that is a problem). */
    @Nullable
    String text(String name) {
        JsonValue value = value(name);
        if (value == null || value instanceof JsonString) {
            return value == null ? null : ((JsonString) value).getString();
        }
        problem(name, "must be text");
        return null;
    }

    /** The text, also of a whole number; null if absent, JSON null, or neither (then that is a problem). */
    @Nullable
    String written(String name) {
        JsonValue value = value(name);
        if (value == null || value instanceof JsonString) {
            return value == null ? null : ((JsonString) value).getString();
        }
        if (value instanceof JsonNumber number && number.isIntegral()) {
            return number.toString();
        }
        problem(name, "must be text, or a whole number");
        return null;
    }

    @Nullable
    Boolean bool(String name) {
        JsonValue value = value(name);
        if (value == null) {
            return null;
        }
        if (value.equals(JsonValue.TRUE) || value.equals(JsonValue.FALSE)) {
            return value.equals(JsonValue.TRUE);
        }
        problem(name, "must be true or false");
        return null;
    }

    @Nullable
    Integer number(String name) {
        JsonValue value = value(name);
        if (value == null) {
            return null;
        }
        try {
            if (value instanceof JsonNumber number) {
                return number.intValueExact();
            }
        } catch (ArithmeticException e) {
            // said below
        }
        problem(name, "must be a whole number");
        return null;
    }

    @Nullable
    List<String> texts(String name) {
        JsonValue value = value(name);
        if (value == null) {
            return null;
        }
        if (value.getValueType() == JsonValue.ValueType.ARRAY
                && value.asJsonArray().stream().allMatch(item -> item instanceof JsonString)) {
            return value.asJsonArray().getValuesAs(JsonString::getString);
        }
        problem(name, "must be a list of texts");
        return null;
    }

    private @Nullable JsonValue value(String name) {
        JsonValue value = object.get(name);
        return value == null || value.equals(JsonValue.NULL) ? null : value;
    }

    void problem(String field, String message) {
        problems.add(new Problem.Field(field, message));
    }

    List<Problem.Field> problems() {
        return problems;
    }

    /** @throws jakarta.ws.rs.WebApplicationException answered 400, with all problems, if there are any */
    void check() {
        if (!problems.isEmpty()) {
            throw Problem.badInput(problems);
        }
    }
}
