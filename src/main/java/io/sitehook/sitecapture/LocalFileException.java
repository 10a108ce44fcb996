package io.sitehook.sitecapture;

import java.io.IOException;

/** The file can't be written here, so asking the server again is no use; stays inside this package. */
final class LocalFileException extends IOException {
    private static final long serialVersionUID = 1L;

    private final IOException problem;

    LocalFileException(IOException problem) {
        super(problem);
        this.problem = problem;
    }

    IOException problem() {
        return problem;
    }
}
