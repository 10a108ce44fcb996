package io.sitehook.handle;

import java.util.Locale;

/** Text from outside (file names, class names, messages), made fit for one line of a log. */
final class Printable {
    private static final int LONGEST = 256;

    private Printable() {}

    /** The text with everything that could break or forge a line escaped, cut at 256 characters. */
    static String of(String text) {
        return of(text, LONGEST);
    }

    static String of(String text, int longest) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < text.length() && line.length() <= longest; i += Character.charCount(text.codePointAt(i))) {
            int codePoint = text.codePointAt(i);
            switch (Character.getType(codePoint)) {
                case Character.CONTROL,
                        Character.FORMAT,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR,
                        Character.SURROGATE -> line.append(String.format(Locale.ROOT, "\\u%04x", codePoint));
                default -> line.appendCodePoint(codePoint);
            }
        }
        return line.length() <= longest ? line.toString() : line.substring(0, longest - 1) + "…";
    }
}
