package io.sitehook.app;

import io.sitehook.config.SubscriptionSettings;
import io.sitehook.store.ConfigurationStore;
import io.sitehook.store.ConfigurationStore.Entry;
import io.sitehook.store.SecretBox;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the subscriptions that were made in the admin page. */
final class StoredSubscriptions {
    private static final System.Logger LOGGER = System.getLogger(StoredSubscriptions.class.getName());

    private final ConfigurationStore store;
    private final @Nullable SecretBox box;

    /** @param box opens their secrets; null if there is no key: then none can be used */
    StoredSubscriptions(ConfigurationStore store, @Nullable SecretBox box) {
        this.store = store;
        this.box = box;
    }

    /**
     * All that can be used, by name. Blocks.
     *
     * @throws java.util.concurrent.CompletionException if the store can't be read
     */
    Map<String, SubscriptionSettings> read() {
        Map<String, SubscriptionSettings> read = new TreeMap<>();
        for (Entry entry : store.list(ConfigurationStore.SUBSCRIPTION).join()) {
            try {
                if (box == null) {
                    throw new IllegalStateException("there is no encryption key that can be used");
                }
                read.put(entry.name(), SubscriptionDocument.settings(entry, box));
            } catch (SecretBox.CannotOpenException | RuntimeException e) {
                LOGGER.log(
                        Level.ERROR,
                        "the stored subscription " + entry.name()
                                + " sends nothing and takes nothing new, until this is mended and the server started again: "
                                + e.getMessage());
            }
        }
        return Map.copyOf(read);
    }
}
