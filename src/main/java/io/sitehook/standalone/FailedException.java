package io.sitehook.standalone;

/** A verb failed for a reason that its message says in full: no stack trace is needed. */
final class FailedException extends RuntimeException {
    FailedException(String message) {
        super(message);
    }

    FailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
