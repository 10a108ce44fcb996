package io.sitehook.admin;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sends a signed event that does nothing through the whole way, to see where it gets stuck. */
public interface Probe {

    /** One part of the way, and how long it took. */
    record Step(String name, boolean ok, long millis, String text) {}

    /** All parts as far as it came; {@code event} is null if it was not stored. */
    record Outcome(boolean ok, @Nullable String event, List<Step> steps) {}

    /**
     * Goes the way. Blocks for some seconds at most.
     *
     * @param connection the connection's name
     * @param base the URL of the web application on this server
     */
    Outcome run(String connection, URI base);
}
