package io.sitehook.sweep;

import java.util.Locale;
import java.util.regex.Pattern;

/** Writes what a swept event's body needs of JSON. */
final class JsonText {
    private static final Pattern INTEGER = Pattern.compile("0|[1-9][0-9]*");

    private JsonText() {}

    static String numberOrText(String text) {
        return INTEGER.matcher(text).matches() ? text : quote(text);
    }

    static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int at = 0; at < text.length(); at++) {
            char character = text.charAt(at);
            if (character == '"' || character == '\\') {
                quoted.append('\\').append(character);
            } else if (character < ' ' || Character.isSurrogate(character)) {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) character));
            } else {
                quoted.append(character);
            }
        }
        return quoted.append('"').toString();
    }
}
