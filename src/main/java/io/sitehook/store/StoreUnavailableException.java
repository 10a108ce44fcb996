package io.sitehook.store;

import org.jspecify.annotations.Nullable;

/** The store can't do what was asked, now. Nothing that was acknowledged is lost, and trying again later is right. */
public final class StoreUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message what happened, to what, and what happens next
     * @param cause the database's error, null if there is none
     */
    public StoreUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
