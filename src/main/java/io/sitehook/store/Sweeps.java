package io.sitehook.store;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What the sweep for missed status changes has to know, and what it notes. Calls do not block and fail with {@link
 * StoreUnavailableException} if the store can't be used now.
 */
public interface Sweeps {
    /** How the events that the sweep puts in say how they were verified: not at all. */
    String SIGNATURE = "SWEPT";

    /**
     * The state that each project entered last, as far as was heard.
     *
     * @return by project id; empty for a status without a workflow state. Projects that were never heard of are missing
     */
    CompletableFuture<Map<String, Optional<String>>> latestStates(String connection, Collection<String> projectIds);

    /** When something came in last from each connection, swept events left out. */
    CompletableFuture<Map<String, Instant>> lastReceived();

    /** Up to when a connection was swept, empty if it never was. */
    CompletableFuture<Optional<Instant>> sweptUntil(String connection);

    /**
     * Notes a sweep that came to its end.
     *
     * @param began when it began: the next one asks for what was updated since
     * @param ended when it ended
     * @param found how many events it put in
     */
    CompletableFuture<Void> swept(String connection, Instant began, Instant ended, int found);
}
