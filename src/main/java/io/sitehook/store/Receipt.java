package io.sitehook.store;

/**
 * What was stored for a request; given out only after it was synced to disk.
 *
 * @param event the id given to the event, a UUID of version 7
 * @param result what will become of it
 */
public record Receipt(String event, Result result) {

    /** What becomes of a stored event. */
    public enum Result {
        /** It goes to the handlers that want its state. */
        STORED,
        /** The same as the project's latest event, which has not started or is younger than the window: not delivered. */
        DUPLICATE,
        /** The connection does not select its state: not delivered. */
        IGNORED,
        /** Its body can't be read: kept for a person to repair. */
        UNREADABLE
    }
}
