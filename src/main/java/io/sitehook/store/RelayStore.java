package io.sitehook.store;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What sending on has to remember. Every call is one transaction; it fails with {@link StoreUnavailableException} if the
 * store can't be written now. Calls do not block.
 */
public interface RelayStore {

    /**
     * A target that wants nothing more.
     *
     * @param subscription the subscription's name
     * @param target SHA-256 of its URL in hex
     * @param reason what the target said, in words
     */
    record Gone(String subscription, String target, String reason, Instant at) {}

    /** This store's id in lists of hops, the same for ever. */
    CompletableFuture<String> instance();

    /** The targets that are gone. */
    CompletableFuture<List<Gone>> gone();

    /** Remembers that a target is gone, instead of what was known of the subscription before. */
    CompletableFuture<Void> remember(Gone gone);

    /** Forgets it: the subscription is to be tried again. */
    CompletableFuture<Void> forget(String subscription);
}
