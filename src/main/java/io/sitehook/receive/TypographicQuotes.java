package io.sitehook.receive;

import org.jspecify.annotations.Nullable;

/** Finds the mistake that the sender's own help article invites: curly quotes pasted where JSON wants straight ones. */
final class TypographicQuotes {
    private static final String CURLY = "\u201c\u201d\u201e\u201f\u2018\u2019\u201a\u201b\u00ab\u00bb\uff02";

    private TypographicQuotes() {}

    /** What to say of a text that is no valid JSON, null if there are no curly quotes in it. */
    static @Nullable String in(String text) {
        boolean straightOpen = false;
        int lastStringStart = -1;
        int lastStringEnd = -1;
        boolean any = false;
        for (int at = 0; at < text.length(); at++) {
            char character = text.charAt(at);
            if (straightOpen && character == '\\') {
                at++;
            } else if (character == '"') {
                if (straightOpen) {
                    lastStringEnd = at;
                } else {
                    lastStringStart = at;
                }
                straightOpen = !straightOpen;
            } else if (CURLY.indexOf(character) >= 0) {
                if (!straightOpen) {
                    return words(around(text, lastStringStart, lastStringEnd, at));
                }
                any = true;
            }
        }
        return any ? words("a key or a value") : null;
    }

    private static String words(String around) {
        return "typographic quotes (\u201c \u201d) instead of straight ones around " + around
                + ": the example in the sender's help article has them";
    }

    private static String around(String text, int keyStart, int keyEnd, int curly) {
        if (keyEnd > keyStart && keyStart >= 0) {
            String key = text.substring(keyStart + 1, keyEnd);
            String between = text.substring(keyEnd + 1, curly).strip();
            if (between.equals(":") && key.matches("[A-Za-z0-9_-]{1,40}")) {
                return "the value of " + key;
            }
        }
        return "a key or a value";
    }
}
