package io.sitehook.store;

/** A cursor that no list has given out. */
public final class BadCursorException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** Says so. */
    public BadCursorException() {
        super("is not one that a list has given as next");
    }
}
