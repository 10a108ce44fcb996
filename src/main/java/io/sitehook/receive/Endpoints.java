package io.sitehook.receive;

import org.jspecify.annotations.Nullable;

/** The connections that take posts. Asked for each request, from many threads: answer from memory. */
@FunctionalInterface
public interface Endpoints {

    /**
     * Finds a connection.
     *
     * @param connection a name of the form {@code [a-z0-9-]{1,64}}
     * @return the connection as it is now; null if it is unknown or deactivated
     */
    @Nullable
    Endpoint find(String connection);
}
