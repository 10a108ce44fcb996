package io.sitehook.admin;

import io.sitehook.store.Incoming;

/** Reads a body as strictly as one that comes in. */
public interface BodyReader {

    /**
     * What was read.
     *
     * @param masked the body as it may be stored
     */
    record Read(Incoming.Content content, byte[] masked) {}

    /** Reads a body for a connection, whose api_key is masked wherever it stands. */
    Read read(String connection, byte[] body);
}
