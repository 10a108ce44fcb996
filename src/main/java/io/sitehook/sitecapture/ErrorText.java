package io.sitehook.sitecapture;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;

/** What an answer with an error says: {@code errors[]} of its JSON, or its text, as it stands. */
final class ErrorText {
    private ErrorText() {}

    static String of(String body, String contentType) {
        String text = body.strip();
        if (text.isEmpty()) {
            return "without a word";
        }
        if (contentType.equals("text/html") || text.startsWith("<")) {
            return "with an HTML page";
        }
        return text.startsWith("{") ? json(text) : text;
    }

    private static String json(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            JsonObject object = reader.readObject();
            JsonValue errors = object.get("errors");
            if (errors instanceof JsonArray list) {
                List<String> words = new ArrayList<>();
                list.forEach(error -> words.add(word(error)));
                return String.join("; ", words);
            }
        } catch (JsonException e) {
            // then as it stands
        }
        return text;
    }

    private static String word(JsonValue error) {
        if (error instanceof JsonString string) {
            return string.getString();
        }
        return error instanceof JsonObject object && object.get("message") instanceof JsonString message
                ? message.getString()
                : error.toString();
    }
}
