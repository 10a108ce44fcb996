package io.sitehook.app;

import io.sitehook.config.ConnectionForm;
import io.sitehook.config.ConnectionSettings;
import io.sitehook.config.FetchForm;
import io.sitehook.config.RetentionForm;
import io.sitehook.config.Secret;
import io.sitehook.store.ConfigurationStore.Entry;
import io.sitehook.store.ConfigurationStore.Sealed;
import io.sitehook.store.SecretBox;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.StringReader;
import org.jspecify.annotations.Nullable;

/** A connection as it stands in the store: a JSON document without secrets, and secrets that are sealed. */
final class ConnectionDocument {
    static final String CURRENT = "current";
    static final String PREVIOUS = "previous";
    static final String API_KEY = "api-key";
    static final String REST_PASSWORD = "rest-password";

    private ConnectionDocument() {}

    /**
     * A connection that was made in the page.
     *
     * @param form as it was filled in, without the secrets that can't be opened
     * @param problem why it does not work as configured, in words; null if it does
     */
    record Stored(
            Entry entry,
            ConnectionForm form,
            ConnectionSettings settings,
            @Nullable String problem) {}

    static String json(ConnectionForm form) {
        FetchForm fetch = form.fetch();
        return Json.createObjectBuilder()
                .add("hmacSecretEncoding", form.hmacSecretEncoding())
                .add("hmacAlgorithm", form.hmacAlgorithm())
                .add("signatureEncoding", form.signatureEncoding())
                .add("allStates", form.allStates())
                .add("withoutState", form.withoutState())
                .add("states", Json.createArrayBuilder(form.states()))
                .add("activity", form.activity())
                .add("duplicateWindowSeconds", form.duplicateWindowSeconds())
                .add("unreadableAnswer", form.unreadableAnswer())
                .add("restUrl", fetch.restUrl())
                .add("restUser", fetch.restUser())
                .add("restZone", fetch.restZone())
                .add("restConcurrency", fetch.restConcurrency())
                .add("restRequestsPerSecond", fetch.restRequestsPerSecond())
                .add("sweepIntervalSeconds", fetch.sweepIntervalSeconds())
                .add("sweepStates", Json.createArrayBuilder(fetch.sweepStates()))
                .add("silenceAlarmSeconds", fetch.silenceAlarmSeconds())
                .add("retentionFinished", form.retention().finished())
                .add("retentionDead", form.retention().dead())
                .add("retentionParked", form.retention().parked())
                .add("retentionCount", form.retention().count())
                .build()
                .toString();
    }

    /** Reads it. A secret that can't be opened is as good as none, and is the problem. */
    static Stored read(Entry entry, EncryptionKey key) {
        JsonObject document;
        try (JsonReader reader = Json.createReader(new StringReader(entry.document()))) {
            document = reader.readObject();
        }
        String[] problem = {null};
        ConnectionForm form = new ConnectionForm(
                entry.name(),
                secret(entry, CURRENT, key, problem),
                secret(entry, PREVIOUS, key, problem),
                secret(entry, API_KEY, key, problem),
                document.getString("hmacSecretEncoding"),
                document.getString("hmacAlgorithm"),
                document.getString("signatureEncoding"),
                document.getBoolean("allStates"),
                document.getBoolean("withoutState"),
                document.getJsonArray("states").getValuesAs(JsonString::getString),
                document.getString("activity"),
                document.getInt("duplicateWindowSeconds"),
                document.getInt("unreadableAnswer"),
                fetch(document, secret(entry, REST_PASSWORD, key, problem)),
                retention(document));
        boolean unchecked = entry.secrets().containsKey(API_KEY) && form.apiKey() == null;
        // An api_key that can't be opened must not mean that none is checked: then nothing is taken at all.
        ConnectionSettings settings = unchecked ? withoutSecrets(form).settings() : form.settings();
        return new Stored(entry, form, settings, problem[0]);
    }

    /** A document of an older version has none of it. */
    private static FetchForm fetch(JsonObject document, @Nullable Secret password) {
        FetchForm standard = FetchForm.EMPTY;
        JsonArray states = document.getJsonArray("sweepStates");
        return new FetchForm(
                document.getString("restUrl", standard.restUrl()),
                document.getString("restUser", standard.restUser()),
                password,
                document.getString("restZone", standard.restZone()),
                document.getInt("restConcurrency", standard.restConcurrency()),
                document.getInt("restRequestsPerSecond", standard.restRequestsPerSecond()),
                document.getInt("sweepIntervalSeconds", standard.sweepIntervalSeconds()),
                states == null ? standard.sweepStates() : states.getValuesAs(JsonString::getString),
                document.getInt("silenceAlarmSeconds", standard.silenceAlarmSeconds()));
    }

    /** Of this too. */
    private static RetentionForm retention(JsonObject document) {
        return new RetentionForm(
                document.getString("retentionFinished", ""),
                document.getString("retentionDead", ""),
                document.getString("retentionParked", ""),
                document.getString("retentionCount", ""));
    }

    private static ConnectionForm withoutSecrets(ConnectionForm form) {
        return new ConnectionForm(
                form.name(),
                null,
                null,
                null,
                form.hmacSecretEncoding(),
                form.hmacAlgorithm(),
                form.signatureEncoding(),
                form.allStates(),
                form.withoutState(),
                form.states(),
                form.activity(),
                form.duplicateWindowSeconds(),
                form.unreadableAnswer(),
                form.fetch(),
                form.retention());
    }

    private static @Nullable Secret secret(Entry entry, String label, EncryptionKey key, @Nullable String[] problem) {
        Sealed sealed = entry.secrets().get(label);
        if (sealed == null) {
            return null;
        }
        SecretBox box = key.box();
        if (box == null) {
            problem[0] = "its secrets can't be opened: " + key.problem();
            return null;
        }
        try {
            return new Secret(box.open(entry.owner(label), sealed.sealed()));
        } catch (SecretBox.CannotOpenException e) {
            problem[0] = String.valueOf(e.getMessage());
            return null;
        }
    }
}
