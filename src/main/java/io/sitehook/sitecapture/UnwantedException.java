package io.sitehook.sitecapture;

import java.io.IOException;

/** What came is not what was asked for, or not the whole of it; stays inside this package. */
final class UnwantedException extends IOException {
    private static final long serialVersionUID = 1L;

    UnwantedException(String what) {
        super(what);
    }
}
