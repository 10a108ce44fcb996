package io.sitehook.spi.testing;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The value of a field in a body.
 *
 * @param json as it stands in the body
 * @param text as a handler gets it: the content of a text, else the JSON
 */
record JsonField(String json, String text) {
    private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]*)");

    static JsonField text(String text) {
        return new JsonField(quote(text), text);
    }

    static JsonField json(String json) {
        return new JsonField(json, json);
    }

    static JsonField numberOrText(String text) {
        return INTEGER.matcher(text).matches() ? json(text) : text(text);
    }

    /** An object, written as in SiteCapture's example. */
    static String object(Map<String, JsonField> fields) {
        return fields.entrySet().stream()
                .map(field -> quote(field.getKey()) + ": " + field.getValue().json())
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String quote(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int at = 0; at < text.length(); at++) {
            char character = text.charAt(at);
            if (character == '"' || character == '\\') {
                quoted.append('\\').append(character);
            } else if (character < ' ') {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) character));
            } else {
                quoted.append(character);
            }
        }
        return quoted.append('"').toString();
    }
}
