package io.sitehook.sitecapture;

import java.util.Locale;

/** Text from outside, made fit for one line of a log. */
final class Words {
    static final int LONGEST = 200;

    private Words() {}

    static String of(String text) {
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
        return at < text.length() ? line.append('…').toString() : line.toString();
    }
}
