package io.sitehook.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What was configured in the admin page: documents with a kind and a name, and the secrets that belong to them, sealed
 * by a {@link SecretBox}. Every call is one transaction, committed when its future completes; it fails with
 * {@link StoreUnavailableException} if the store can't be written now. Calls do not block.
 */
public interface ConfigurationStore {

    /** The kind of the connections: SiteCapture accounts that post to us. */
    String CONNECTION = "connection";

    /** The kind of the subscriptions: URLs that we post to. */
    String SUBSCRIPTION = "subscription";

    /**
     * A secret as it is stored.
     *
     * @param sealed what {@link SecretBox#seal} gave for {@code (kind, name, label)}
     * @param since when this secret was set
     */
    record Sealed(byte[] sealed, Instant since) {
        @Override
        public String toString() {
            return "sealed since " + since;
        }
    }

    /**
     * A configured thing as it stands in the store.
     *
     * @param kind {@link #CONNECTION} or {@link #SUBSCRIPTION}
     * @param name its name, {@code [a-z0-9-]{1,64}}
     * @param revision goes up with every change, from 1
     * @param document what is configured, JSON; no secret is in it
     * @param secrets by label, for example {@code current}, {@code previous}, {@code api-key}
     * @param changedAt when it was last changed
     * @param changedBy by whom
     */
    record Entry(
            String kind,
            String name,
            long revision,
            String document,
            Map<String, Sealed> secrets,
            Instant changedAt,
            String changedBy) {

        /** The owner of one of its secrets, for {@link SecretBox}. */
        public SecretBox.Owner owner(String label) {
            return new SecretBox.Owner(kind, name, label);
        }
    }

    /** All of a kind, by name. */
    CompletableFuture<List<Entry>> list(String kind);

    /** One of them, empty if there is none of that name. */
    CompletableFuture<Optional<Entry>> find(String kind, String name);

    /**
     * Stores a new one.
     *
     * @param entry its revision and time are not looked at
     * @return false if there is one of that name; then nothing was changed
     */
    CompletableFuture<Boolean> create(Entry entry);

    /**
     * Replaces a document and all its secrets: what is not in {@code entry} is gone.
     *
     * @param entry with the revision that it was read with
     * @return false if it has been changed since, or is not there; then nothing was changed
     */
    CompletableFuture<Boolean> replace(Entry entry);
}
