package io.sitehook.handle;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Puts into words what a handler's code threw, and what to do about it. */
final class Explanation {
    private static final int LONGEST_CAUSE_CHAIN = 4;
    private static final Pattern CLASS_FILE_VERSION = Pattern.compile("class file version (\\d+)");
    private static final int FIRST_CLASS_FILE_VERSION = 44;
    private static final int FRAMES = 3;

    private Explanation() {}

    /**
     * Explains a failure.
     *
     * @param step what was being done, for example {@code its constructor}
     * @param thrown what was thrown
     * @param remedy what to do when the type of what was thrown does not tell
     */
    static RefusedException of(String step, Throwable thrown, String remedy) {
        Throwable root = innermostLinkageError(thrown);
        if (root instanceof UnsupportedClassVersionError) {
            return new RefusedException(
                    "It was built for " + javaOf(root) + ", and this server runs Java "
                            + Runtime.version().feature() + ".",
                    "Compile it with --release " + Runtime.version().feature() + " or run the server on a newer Java.",
                    thrown);
        }
        if (root instanceof ClassFormatError || root instanceof VerifyError) {
            return new RefusedException(
                    "Its class file is damaged: " + describe(root) + ".", "Copy the jar again.", thrown);
        }
        if (root instanceof NoClassDefFoundError || root instanceof ClassNotFoundException) {
            return missingClass(step, root, thrown);
        }
        if (root instanceof IncompatibleClassChangeError) {
            return new RefusedException(
                    "It does not fit this version of Sitehook: " + step + " failed with " + describe(root) + ".",
                    "Compile it against the spi jar of this version.",
                    thrown);
        }
        if (thrown instanceof ExceptionInInitializerError && thrown.getCause() != null) {
            return new RefusedException(
                    "Its static initialiser threw " + describe(thrown.getCause()) + ".", remedy, thrown);
        }
        return new RefusedException(step + " threw " + describe(thrown) + ".", remedy, thrown);
    }

    private static RefusedException missingClass(String step, Throwable root, Throwable thrown) {
        String missing = message(root).replace('/', '.');
        String what = step + " needs a class that it does not see: " + Printable.of(missing) + ".";
        if (SpiOnlyClassLoader.isSpiClass(missing)) {
            return new RefusedException(what, "It was built for a newer Sitehook: update Sitehook.", thrown);
        }
        return new RefusedException(
                what,
                "A handler sees the JDK, io.sitehook.spi and its own jars: put it into a folder together with the jars"
                        + " that it needs.",
                thrown);
    }

    /** An exception in one line: its type, message and place, then those of its causes. */
    static String describe(Throwable thrown) {
        StringBuilder words = new StringBuilder(one(thrown));
        Throwable cause = cause(thrown);
        for (int i = 1; cause != null && i < LONGEST_CAUSE_CHAIN; i++) {
            words.append(", caused by ").append(one(cause));
            cause = cause(cause);
        }
        return words.toString();
    }

    private static String one(Throwable thrown) {
        String message = message(thrown);
        String place = place(thrown);
        return thrown.getClass().getName()
                + (message.isEmpty() ? "" : ": " + Printable.of(message))
                + (place.isEmpty() ? "" : " (at " + Printable.of(place) + ")");
    }

    /** The innermost frames: enough to find the line without a stack trace over many lines of the log. */
    private static String place(Throwable thrown) {
        try {
            return Arrays.stream(thrown.getStackTrace())
                    .limit(FRAMES)
                    .map(frame -> frame.getClassName() + "." + frame.getMethodName() + ":" + frame.getLineNumber())
                    .collect(Collectors.joining(", "));
        } catch (Throwable broken) {
            return "";
        }
    }

    private static String message(Throwable thrown) {
        try {
            String message = thrown.getMessage();
            return message == null ? "" : message;
        } catch (Throwable broken) {
            return "its getMessage() failed with " + broken.getClass().getName();
        }
    }

    private static @Nullable Throwable cause(Throwable thrown) {
        try {
            return thrown.getCause();
        } catch (Throwable broken) {
            return null;
        }
    }

    /** What counts when static initialisers or reflection wrap it. */
    private static Throwable innermostLinkageError(Throwable thrown) {
        Throwable innermost = thrown;
        Throwable next = thrown;
        for (int i = 0; next != null && i < LONGEST_CAUSE_CHAIN; i++) {
            if (next instanceof LinkageError && !(next instanceof ExceptionInInitializerError)) {
                innermost = next;
            }
            next = cause(next);
        }
        return innermost;
    }

    private static String javaOf(Throwable error) {
        Matcher version = CLASS_FILE_VERSION.matcher(message(error));
        return version.find()
                ? String.format(Locale.ROOT, "Java %d", Integer.parseInt(version.group(1)) - FIRST_CLASS_FILE_VERSION)
                : "a newer Java";
    }
}
