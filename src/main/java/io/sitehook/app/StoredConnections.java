package io.sitehook.app;

import static io.sitehook.app.ConnectionDocument.API_KEY;
import static io.sitehook.app.ConnectionDocument.CURRENT;
import static io.sitehook.app.ConnectionDocument.PREVIOUS;
import static io.sitehook.app.ConnectionDocument.REST_PASSWORD;

import io.sitehook.app.ConnectionDocument.Stored;
import io.sitehook.config.ConnectionForm;
import io.sitehook.config.Secret;
import io.sitehook.store.ConfigurationStore;
import io.sitehook.store.ConfigurationStore.Entry;
import io.sitehook.store.ConfigurationStore.Sealed;
import io.sitehook.store.SecretBox;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Between the connections that were made in the admin page and the store: opens and seals their secrets. */
final class StoredConnections {
    private static final System.Logger LOGGER = System.getLogger(StoredConnections.class.getName());

    private final EncryptionKey key;
    private final Clock clock;

    /** @param key opens and seals; without a usable one connections are read without their secrets */
    StoredConnections(EncryptionKey key, Clock clock) {
        this.key = key;
        this.clock = clock;
    }

    /** Why nothing can be sealed, in words; null if it can. */
    @Nullable
    String trouble() {
        return key.box() == null ? "there is no usable encryption key: " + key.problem() : null;
    }

    /**
     * All that can be read, by name; the log names the others, and those that do not work as configured. Blocks.
     *
     * @throws java.util.concurrent.CompletionException if the store can't be read
     */
    Map<String, Stored> read(ConfigurationStore configuration) {
        Map<String, Stored> read = new TreeMap<>();
        for (Entry entry : configuration.list(ConfigurationStore.CONNECTION).join()) {
            try {
                Stored one = ConnectionDocument.read(entry, key);
                read.put(entry.name(), one);
                if (one.problem() != null) {
                    LOGGER.log(
                            Level.ERROR,
                            "connection " + entry.name() + " does not work as configured: " + one.problem());
                }
            } catch (RuntimeException e) {
                LOGGER.log(Level.ERROR, "connection " + entry.name() + " in the store can't be read", e);
            }
        }
        return Map.copyOf(read);
    }

    /**
     * What is to be written.
     *
     * @param revision that it was read with; 0: it is new
     * @param before the secrets that it had: one that stays, also as another, keeps its age
     * @throws NullPointerException if there is {@link #trouble()}
     */
    Entry entry(String name, long revision, ConnectionForm form, Map<String, Sealed> before, String user) {
        Map<String, Secret> secrets = new TreeMap<>();
        put(secrets, CURRENT, form.hmacSecret());
        put(secrets, PREVIOUS, form.hmacSecretPrevious());
        put(secrets, API_KEY, form.apiKey());
        put(secrets, REST_PASSWORD, form.fetch().restPassword());
        Map<String, Sealed> sealed = new TreeMap<>();
        Instant now = clock.instant();
        SecretBox box = Objects.requireNonNull(key.box(), "checked before");
        secrets.forEach((label, secret) -> {
            SecretBox.Owner owner = new SecretBox.Owner(ConfigurationStore.CONNECTION, name, label);
            Instant since = since(secret, name, before, box).orElse(now);
            sealed.put(label, new Sealed(box.seal(owner, secret.reveal()), since));
        });
        return new Entry(
                ConfigurationStore.CONNECTION, name, revision, ConnectionDocument.json(form), sealed, now, user);
    }

    /** Since when a secret has been there, whatever its label was. */
    private static Optional<Instant> since(Secret secret, String name, Map<String, Sealed> before, SecretBox box) {
        for (Map.Entry<String, Sealed> each : before.entrySet()) {
            try {
                SecretBox.Owner owner = new SecretBox.Owner(ConfigurationStore.CONNECTION, name, each.getKey());
                if (new Secret(box.open(owner, each.getValue().sealed())).equals(secret)) {
                    return Optional.of(each.getValue().since());
                }
            } catch (SecretBox.CannotOpenException e) {
                LOGGER.log(Level.DEBUG, "a secret that can't be opened is replaced", e);
            }
        }
        return Optional.empty();
    }

    private static void put(Map<String, Secret> secrets, String label, @Nullable Secret secret) {
        if (secret != null) {
            secrets.put(label, secret);
        }
    }
}
