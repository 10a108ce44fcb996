package io.sitehook.handle;

import java.lang.System.Logger.Level;
import java.util.List;

/**
 * One unit as of one load: its class loader and the handlers that were started from it. A replaced jar is a new
 * generation beside the old one, which is closed when nothing runs on it any more.
 *
 * @param handlers all started
 */
record Generation(OpenUnit unit, List<LoadedHandler> handlers) {
    private static final System.Logger LOGGER = System.getLogger(Generation.class.getName());

    Generation {
        handlers = List.copyOf(handlers);
    }

    String name() {
        return unit.name();
    }

    /** From now on nothing new runs on it. */
    void retire() {
        handlers.forEach(LoadedHandler::retire);
    }

    /** Whether something still runs on it. */
    boolean isHeld() {
        return handlers.stream().anyMatch(LoadedHandler::isHeld);
    }

    /** Stops the handlers, closes the class loader and deletes the copies. */
    void close() {
        handlers.forEach(Generation::stop);
        unit.close();
    }

    private static void stop(LoadedHandler handler) {
        try {
            handler.stop();
        } catch (Throwable e) {
            LOGGER.log(
                    Level.WARNING,
                    "Stopping " + handler + " failed with " + Explanation.describe(e)
                            + ". It is not used any more; threads or connections of its own may be left open.");
        }
    }
}
