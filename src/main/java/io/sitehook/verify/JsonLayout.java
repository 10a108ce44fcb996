package io.sitehook.verify;

/** The usual ways to lay out JSON. Only what stands between the tokens is changed, never a token. */
enum JsonLayout {
    /** Without any blank. */
    COMPACT("compact", ",", ":", ""),
    /** As Python and the sender's own example have it. */
    SPACED("on one line with blanks after commas and colons", ", ", ": ", ""),
    /** Indented by two. */
    TWO("indented by two blanks", ",", ": ", "  "),
    /** Indented by four. */
    FOUR("indented by four blanks", ",", ": ", "    "),
    /** Indented by a tab. */
    TAB("indented by tabs", ",", ": ", "\t");

    private final String words;
    private final String comma;
    private final String colon;
    private final String indent;

    JsonLayout(String words, String comma, String colon, String indent) {
        this.words = words;
        this.comma = comma;
        this.colon = colon;
        this.indent = indent;
    }

    String words() {
        return words;
    }

    /** The text laid out so; whatever comes out if it is no JSON. */
    String of(String json) {
        StringBuilder out = new StringBuilder(json.length() * 2);
        int depth = 0;
        boolean inString = false;
        for (int at = 0; at < json.length(); at++) {
            char character = json.charAt(at);
            if (inString) {
                out.append(character);
                if (character == '\\' && at + 1 < json.length()) {
                    out.append(json.charAt(++at));
                } else if (character == '"') {
                    inString = false;
                }
                continue;
            }
            switch (character) {
                case ' ', '\t', '\r', '\n' -> {}
                case '"' -> {
                    out.append(character);
                    inString = true;
                }
                case '{', '[' -> {
                    out.append(character);
                    depth++;
                    if (!isClosedNext(json, at)) {
                        line(out, depth);
                    }
                }
                case '}', ']' -> {
                    depth = Math.max(0, depth - 1);
                    if (!isOpenBefore(out)) {
                        line(out, depth);
                    }
                    out.append(character);
                }
                case ',' -> {
                    out.append(comma);
                    line(out, depth);
                }
                case ':' -> out.append(colon);
                default -> out.append(character);
            }
        }
        return out.toString();
    }

    private void line(StringBuilder out, int depth) {
        if (!indent.isEmpty()) {
            // A body nests a few levels; what nests deeper is none of ours and need not be laid out well.
            out.append('\n').append(indent.repeat(Math.min(depth, 20)));
        }
    }

    private static boolean isClosedNext(String json, int at) {
        for (int next = at + 1; next < json.length(); next++) {
            char character = json.charAt(next);
            if (" \t\r\n".indexOf(character) < 0) {
                return character == '}' || character == ']';
            }
        }
        return false;
    }

    private static boolean isOpenBefore(StringBuilder out) {
        char last = out.length() == 0 ? ' ' : out.charAt(out.length() - 1);
        return last == '{' || last == '[';
    }
}
