package io.sitehook.config;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with the settings, and what is only odd. */
final class Problems {
    private static final int LONGEST_SHOWN = 256;

    private final List<String> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    /** Adds a problem with one value. Don't put a secret into {@code wrong}. */
    void add(Value value, String wrong) {
        problems.add(value + ": " + wrong + "; allowed: " + value.setting().allowed());
    }

    /** Adds a problem with a value that is not secret, and shows it. */
    void addShown(Value value, String wrong) {
        add(value, shown(value.text()) + " " + wrong);
    }

    /** Adds a problem in words. */
    void add(String sentence) {
        problems.add(sentence);
    }

    /** Adds a warning, one sentence. */
    void warn(String sentence) {
        warnings.add(sentence);
    }

    List<String> problems() {
        return problems;
    }

    List<String> warnings() {
        return warnings;
    }

    /** A text from outside, in quotes, on one line and not too long. */
    static String shown(String text) {
        return '"' + escaped(text) + '"';
    }

    /** A text from outside, on one line and not too long. */
    static String escaped(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints().limit(LONGEST_SHOWN).forEach(point -> {
            int type = Character.getType(point);
            if (Character.isISOControl(point)
                    || type == Character.FORMAT
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR
                    || type == Character.SURROGATE) {
                line.append("\\u{").append(Integer.toHexString(point)).append('}');
            } else {
                line.appendCodePoint(point);
            }
        });
        if (text.codePointCount(0, text.length()) > LONGEST_SHOWN) {
            line.append('…');
        }
        return line.toString();
    }
}
