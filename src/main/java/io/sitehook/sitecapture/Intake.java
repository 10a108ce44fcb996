package io.sitehook.sitecapture;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Takes one answer's body. The first two are called by the client's threads, the others by the caller's.
 *
 * @param <T> what it makes of the body
 */
interface Intake<T> {

    /**
     * The headers are there, with status 200.
     *
     * @param contentType the type without parameters, in lower case, empty if there is none
     * @throws UnwantedException if it can't be what was asked for
     */
    void begin(String contentType) throws UnwantedException;

    /**
     * Some bytes are there.
     *
     * @throws UnwantedException if they can't be what was asked for
     * @throws LocalFileException if they can't be kept
     */
    void take(ByteBuffer bytes) throws IOException;

    /**
     * All has come.
     *
     * @throws UnwantedException if it is not whole
     * @throws LocalFileException if it can't be kept
     */
    T end() throws IOException;

    /** It is not wanted any more; nothing of it must stay. Also after {@link #end()}. */
    void abandon();
}
