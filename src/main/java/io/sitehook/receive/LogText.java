package io.sitehook.receive;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Text from outside, made fit for one line of a log or a page: control characters escaped, cut at a length. */
final class LogText {
    static final int LONGEST = 256;

    private LogText() {}

    static String of(String text) {
        return of(text, LONGEST);
    }

    static String of(String text, int longest) {
        StringBuilder safe = new StringBuilder(Math.min(text.length(), longest) + 16);
        for (int at = 0; at < text.length(); at++) {
            char character = text.charAt(at);
            String next = isHarmless(character)
                    ? String.valueOf(character)
                    : String.format(Locale.ROOT, "\\u%04x", (int) character);
            if (safe.length() + next.length() > longest) {
                safe.setLength(Math.min(safe.length(), longest - 1));
                return safe.append('…').toString();
            }
            safe.append(next);
        }
        return safe.toString();
    }

    static @Nullable String cut(@Nullable String text) {
        return text == null || text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }

    private static boolean isHarmless(char character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
