package io.sitehook.dispatch;

import io.sitehook.store.Worklist.Cause;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds what failures of one kind have in common. Foreign exceptions may throw again when they are asked. */
final class FailureCause {
    private static final int LONGEST = 300;
    private static final Pattern DIGITS = Pattern.compile("\\d+");
    /** Not the handler's own code. */
    private static final Pattern FOREIGN = Pattern.compile("(java|jdk|sun|io\\.sitehook)\\..*");
    /** A frame as it is printed, after class loader and module. */
    private static final Pattern LOADER = Pattern.compile("^(?:[^(]*/)?");

    private FailureCause() {}

    /** The exception's class, and where in the handler it came from. */
    static Cause of(Throwable thrown) {
        return new Cause(thrown.getClass().getName(), ownFrame(thrown));
    }

    /** A reason with its numbers folded, so that ids and counts in it do not make each its own. */
    static Cause ofReason(String reason) {
        String folded = DIGITS.matcher(reason).replaceAll("#");
        return new Cause(folded.length() <= LONGEST ? folded : folded.substring(0, LONGEST - 1) + "…", null);
    }

    /** The deadline, and where in the handler its thread was. */
    static Cause ofDeadline(@Nullable String threadDump) {
        return new Cause("ran past its deadline", threadDump == null ? null : ownFrame(threadDump));
    }

    private static @Nullable String ownFrame(Throwable thrown) {
        try {
            for (StackTraceElement element : thrown.getStackTrace()) {
                if (!FOREIGN.matcher(element.getClassName()).matches()) {
                    return frame(element.toString());
                }
            }
        } catch (RuntimeException | Error e) {
            return null;
        }
        return null;
    }

    private static @Nullable String ownFrame(String threadDump) {
        return threadDump
                .lines()
                .filter(line -> line.startsWith("\tat "))
                .map(line -> frame(line.substring("\tat ".length())))
                .filter(frame -> !FOREIGN.matcher(frame).matches())
                .findFirst()
                .orElse(null);
    }

    /** Without the loader, whose name counts the generations of a jar. */
    private static String frame(String element) {
        return LOADER.matcher(element).replaceFirst("");
    }
}
