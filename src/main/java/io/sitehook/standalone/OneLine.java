package io.sitehook.standalone;

/** Text from outside, made fit for one line of a terminal. */
final class OneLine {
    private static final int LONGEST = 1_000;

    private OneLine() {}

    /** The text without what could break or forge a line, cut at 1,000 characters. */
    static String of(String text) {
        String line = text.strip().replaceAll("[\\p{Cntrl}\\p{Cf}\\u0085\\u2028\\u2029]+", " ");
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    }
}
