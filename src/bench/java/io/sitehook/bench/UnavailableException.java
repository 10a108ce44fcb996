package io.sitehook.bench;

/** A subject can't be measured here; the message says why, and what would help. */
final class UnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnavailableException(String reason) {
        super(reason);
    }
}
