package io.sitehook.receive;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the header {@code traceparent} of W3C Trace Context, which anybody can send: what is not well formed is none. */
final class TraceParent {
    static final String HEADER = "traceparent";

    private static final Pattern SYNTAX =
            Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.{0,200})?");
    private static final String FIRST_VERSION = "00";
    private static final String NO_VERSION = "ff";
    private static final Pattern ZEROS = Pattern.compile("0+");

    private TraceParent() {}

    /**
     * The value, as version 00 writes it.
     *
     * @param headers the values of all headers of that name
     * @return 55 characters; null if there is none, more than one, or one that is not well formed
     */
    static @Nullable String of(List<String> headers) {
        Matcher matcher = SYNTAX.matcher(headers.size() == 1 ? headers.get(0).strip() : "");
        if (!matcher.matches()
                || matcher.group(1).equals(NO_VERSION)
                || ZEROS.matcher(matcher.group(2)).matches()
                || ZEROS.matcher(matcher.group(3)).matches()) {
            return null;
        }
        boolean first = matcher.group(1).equals(FIRST_VERSION);
        if (first) {
            return matcher.group(5) == null ? matcher.group() : null;
        }
        // Of a later version the beginning is to be read as the first one; of its flags only "sampled" is known.
        int sampled = Integer.parseInt(matcher.group(4), 16) & 1;
        return FIRST_VERSION + "-" + matcher.group(2) + "-" + matcher.group(3) + "-0" + sampled;
    }
}
