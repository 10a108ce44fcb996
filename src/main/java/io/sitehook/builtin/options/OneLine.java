package io.sitehook.builtin.options;

import java.util.Locale;

/** Text from outside, made fit for one line. */
public final class OneLine {
    private static final int LONGEST = 256;

    private OneLine() {}

    /**
     * Escapes what could break or forge a line.
     *
     * @param text any text
     * @return at most 256 characters of it, control and format characters as {@code \\u…}
     */
    public static String of(String text) {
        StringBuilder line = new StringBuilder();
        int at = 0;
        while (at < text.length() && line.length() < LONGEST) {
            int point = text.codePointAt(at);
            switch (Character.getType(point)) {
                case Character.CONTROL,
                        Character.FORMAT,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR,
                        Character.SURROGATE -> line.append(String.format(Locale.ROOT, "\\u%04x", point));
                default -> line.appendCodePoint(point);
            }
            at += Character.charCount(point);
        }
        return line.toString();
    }
}
