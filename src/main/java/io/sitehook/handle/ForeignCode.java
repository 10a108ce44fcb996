package io.sitehook.handle;

import java.lang.System.Logger.Level;
import java.util.Locale;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/**
 * Runs code of a unit: with its class loader as the context class loader of this thread, and with what it changed of the
 * thread and of the JVM's defaults put back afterwards, so that the next handler finds it as it was.
 */
final class ForeignCode {
    private static final System.Logger LOGGER = System.getLogger(ForeignCode.class.getName());

    private ForeignCode() {}

    /** What is run. */
    interface Action<T extends @Nullable Object, E extends Exception> {
        T run() throws E;
    }

    /** Runs the action and then puts everything back, whatever the action did or threw. */
    static <T extends @Nullable Object, E extends Exception> T during(ClassLoader loader, Action<T, E> action)
            throws E {
        Thread thread = Thread.currentThread();
        ClassLoader loaderBefore = thread.getContextClassLoader();
        String nameBefore = thread.getName();
        Locale localeBefore = Locale.getDefault();
        TimeZone zoneBefore = TimeZone.getDefault();
        thread.setContextClassLoader(loader);
        try {
            return action.run();
        } finally {
            thread.setContextClassLoader(loaderBefore);
            if (!thread.getName().equals(nameBefore)) {
                thread.setName(nameBefore);
            }
            if (!Locale.getDefault().equals(localeBefore)) {
                Locale.setDefault(localeBefore);
                warn(loader, "locale");
            }
            if (!TimeZone.getDefault().equals(zoneBefore)) {
                TimeZone.setDefault(zoneBefore);
                warn(loader, "time zone");
            }
        }
    }

    /** Both belong to the whole server. Another handler, or another application, may have been at it meanwhile. */
    private static void warn(ClassLoader loader, String what) {
        LOGGER.log(
                Level.WARNING,
                "While " + Printable.of(String.valueOf(loader.getName())) + " ran, the default " + what
                        + " of the whole server was changed. It was put back. A handler must name the one that it needs"
                        + " where it formats.");
    }
}
