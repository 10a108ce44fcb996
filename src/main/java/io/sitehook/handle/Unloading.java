package io.sitehook.handle;

import java.time.Instant;

/**
 * A jar that was replaced or removed, on its way out of memory.
 *
 * @param unit the unit's name
 * @param since when it came into this state
 * @param by the threads that keep its classes in memory, for {@link State#LEAKED}; else empty
 */
public record Unloading(String unit, Instant since, State state, String by) {

    /** How far it is. */
    public enum State {
        /** Something still runs on it. */
        IN_USE,
        /** It is closed; its classes wait for the garbage collector. */
        CLOSING,
        /** Its classes are gone. */
        UNLOADED,
        /** It is closed, and a thread that it left running keeps its classes. */
        LEAKED
    }
}
