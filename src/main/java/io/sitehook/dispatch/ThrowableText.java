package io.sitehook.dispatch;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Text of what foreign code threw. Foreign exceptions may throw again when they are asked for their message. */
final class ThrowableText {
    private static final int LONGEST_STACK_TRACE = 16_000;

    private ThrowableText() {}

    /** Class and message. */
    static String summary(Throwable thrown) {
        try {
            return String.valueOf(thrown.toString());
        } catch (Throwable e) {
            return thrown.getClass().getName() + " (its message can't be had: "
                    + e.getClass().getName() + ")";
        }
    }

    /** The stack trace with its causes, cut at 16,000 characters. */
    static String stackTrace(Throwable thrown) {
        StringWriter text = new StringWriter();
        try {
            thrown.printStackTrace(new PrintWriter(text));
        } catch (Throwable e) {
            text.append(summary(thrown));
            for (StackTraceElement element : thrown.getStackTrace()) {
                text.append("\n\tat ").append(element.toString());
            }
        }
        String trace = text.toString();
        return trace.length() <= LONGEST_STACK_TRACE ? trace : trace.substring(0, LONGEST_STACK_TRACE) + "\n…";
    }
}
