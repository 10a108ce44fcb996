package io.sitehook.app;

import io.sitehook.config.ConnectionSettings.Activity;
import io.sitehook.config.ConnectionSettings.SecretEncoding;
import io.sitehook.config.Secret;
import io.sitehook.config.SubscriptionSettings;
import io.sitehook.relay.SubscriptionEditor.Change;
import io.sitehook.store.ConfigurationStore.Entry;
import io.sitehook.store.ConfigurationStore.Sealed;
import io.sitehook.store.SecretBox;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.StringReader;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A stored subscription: its JSON document, read and written. What a page can't set is as by default. */
record SubscriptionDocument(
        String url,
        boolean allStates,
        boolean withoutState,
        Set<String> states,
        boolean standardWebhooks,
        boolean allowPrivate,
        Activity activity) {
    static final String CURRENT = "current";
    static final String PREVIOUS = "previous";
    static final String API_KEY = "api-key";

    static final SubscriptionDocument EMPTY =
            new SubscriptionDocument("", true, true, Set.of(), false, false, Activity.ACTIVE);

    static SubscriptionDocument of(Entry entry) {
        try (JsonReader reader = Json.createReader(new StringReader(entry.document()))) {
            JsonObject json = reader.readObject();
            return new SubscriptionDocument(
                    json.getString("url"),
                    json.getBoolean("allStates"),
                    json.getBoolean("withoutState"),
                    new TreeSet<>(json.getJsonArray("states").getValuesAs(JsonString::getString)),
                    json.getBoolean("standardWebhooks"),
                    json.getBoolean("allowPrivate"),
                    Activity.valueOf(json.getString("activity").toUpperCase(Locale.ROOT)));
        }
    }

    SubscriptionDocument with(Change change) {
        List<String> chosen = change.states();
        return new SubscriptionDocument(
                Objects.requireNonNullElse(change.url(), url),
                Objects.requireNonNullElse(change.allStates(), allStates),
                Objects.requireNonNullElse(change.withoutState(), withoutState),
                chosen == null ? states : new TreeSet<>(chosen),
                Objects.requireNonNullElse(change.standardWebhooks(), standardWebhooks),
                Objects.requireNonNullElse(change.allowPrivate(), allowPrivate),
                activity);
    }

    SubscriptionDocument with(Activity next) {
        return new SubscriptionDocument(url, allStates, withoutState, states, standardWebhooks, allowPrivate, next);
    }

    String json() {
        JsonArrayBuilder codes = Json.createArrayBuilder(states);
        return Json.createObjectBuilder()
                .add("url", url)
                .add("allStates", allStates)
                .add("withoutState", withoutState)
                .add("states", codes)
                .add("standardWebhooks", standardWebhooks)
                .add("allowPrivate", allowPrivate)
                .add("activity", activity.name().toLowerCase(Locale.ROOT))
                .build()
                .toString();
    }

    /**
     * The settings of a stored subscription.
     *
     * @throws SecretBox.CannotOpenException if a secret can't be opened
     */
    static SubscriptionSettings settings(Entry entry, SecretBox box) throws SecretBox.CannotOpenException {
        SubscriptionDocument document = of(entry);
        Optional<Secret> current = secret(entry, CURRENT, box);
        return new SubscriptionSettings(
                entry.name(),
                URI.create(document.url),
                current.orElseThrow(() -> new IllegalStateException("it has no secret")),
                secret(entry, PREVIOUS, box),
                SecretEncoding.TEXT,
                secret(entry, API_KEY, box),
                document.allStates,
                document.withoutState,
                document.states,
                document.activity,
                document.standardWebhooks,
                document.allowPrivate,
                4,
                Duration.ofSeconds(5),
                Duration.ofSeconds(15),
                5,
                Duration.ofSeconds(30));
    }

    private static Optional<Secret> secret(Entry entry, String label, SecretBox box)
            throws SecretBox.CannotOpenException {
        Sealed sealed = entry.secrets().get(label);
        return sealed == null
                ? Optional.empty()
                : Optional.of(new Secret(box.open(entry.owner(label), sealed.sealed())));
    }
}
