package io.sitehook.receive;

import jakarta.json.stream.JsonParser;
import java.text.Normalizer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Walks through one JSON text to its end, holds it to the limits, and keeps what its outermost object says. The first
 * thing that is wrong with the content is kept until the end, so that it is known whether the whole was JSON.
 */
final class JsonFields {
    static final int DEEPEST = 64;
    private static final int LONGEST_NUMBER = 256;
    private static final int LONGEST_NAME_SHOWN = 40;

    private final Map<String, Field> fields = new HashMap<>();
    private final Deque<Set<String>> open = new ArrayDeque<>();
    private String name = "";
    private @Nullable String wrong;

    /** The value of a field: its kind, and its text if it is a text or a number. */
    record Field(Kind kind, String text) {}

    enum Kind {
        TEXT("text"),
        NUMBER("a number"),
        NULL("null"),
        BOOLEAN("true or false"),
        ARRAY("an array"),
        OBJECT("an object");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    private JsonFields() {}

    /** Reads to the end; what the parser itself throws goes through. */
    static Map<String, Field> read(JsonParser parser) throws UnreadableException {
        JsonFields all = new JsonFields();
        while (parser.hasNext()) {
            all.take(parser.next(), parser);
        }
        if (!all.open.isEmpty()) {
            throw UnreadableException.notJson("not valid JSON: it ends too early");
        }
        if (all.wrong != null) {
            throw UnreadableException.wrongContent(all.wrong);
        }
        return all.fields;
    }

    private void take(JsonParser.Event event, JsonParser parser) throws UnreadableException {
        switch (event) {
            case START_OBJECT -> {
                value(Kind.OBJECT, "");
                enter();
            }
            case START_ARRAY -> {
                value(Kind.ARRAY, "");
                enter();
            }
            case END_OBJECT, END_ARRAY -> open.pop();
            case KEY_NAME -> key(parser.getString());
            case VALUE_STRING -> value(Kind.TEXT, wholeCharacters(parser.getString()));
            case VALUE_NUMBER -> value(Kind.NUMBER, number(parser.getString()));
            case VALUE_NULL -> value(Kind.NULL, "");
            case VALUE_TRUE, VALUE_FALSE -> value(Kind.BOOLEAN, "");
        }
    }

    private void enter() throws UnreadableException {
        open.push(new HashSet<>());
        if (open.size() > DEEPEST) {
            throw UnreadableException.notJson("nested deeper than " + DEEPEST + " levels");
        }
    }

    private void key(String key) {
        name = wholeCharacters(key);
        if (!open.element().add(Normalizer.normalize(key, Normalizer.Form.NFC))) {
            note("the key " + JsonText.quote(LogText.of(key, LONGEST_NAME_SHOWN)) + " stands twice in one object");
        }
    }

    private void value(Kind kind, String text) {
        if (open.isEmpty()) {
            if (kind != Kind.OBJECT) {
                note("not a JSON object but " + kind.words());
            }
        } else if (open.size() == 1) {
            fields.putIfAbsent(name, new Field(kind, text));
        }
    }

    private String number(String digits) {
        if (digits.length() > LONGEST_NUMBER) {
            note("a number of " + digits.length() + " characters; " + LONGEST_NUMBER + " are read");
        }
        return digits;
    }

    private String wholeCharacters(String text) {
        for (int at = 0; at < text.length(); at++) {
            if (Character.isSurrogate(text.charAt(at))) {
                if (!Character.isSurrogatePair(text.charAt(at), at + 1 < text.length() ? text.charAt(at + 1) : ' ')) {
                    note("half of a surrogate pair in a text: no valid Unicode");
                    return text;
                }
                at++;
            }
        }
        return text;
    }

    private void note(String reason) {
        if (wrong == null) {
            wrong = reason;
        }
    }
}
