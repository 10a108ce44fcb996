package io.sitehook.relay;

import java.util.Locale;

/** Text from outside, made fit for one line of a log or a page. */
final class Printable {
    private static final int LONGEST = 256;

    private Printable() {}

    /** The text with everything that could break or forge a line escaped, cut at 256 characters. */
    static String of(String text) {
        StringBuilder line = new StringBuilder();
        int at = 0;
        while (at < text.length() && line.length() <= LONGEST) {
            int point = text.codePointAt(at);
            switch (Character.getType(point)) {
                case Character.CONTROL,
                        Character.FORMAT,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR,
                        Character.SURROGATE,
                        Character.PRIVATE_USE,
                        Character.UNASSIGNED -> line.append(String.format(Locale.ROOT, "\\u%04x", point));
                default -> line.appendCodePoint(point);
            }
            at += Character.charCount(point);
        }
        return line.length() <= LONGEST ? line.toString() : line.substring(0, LONGEST - 1) + "…";
    }
}
