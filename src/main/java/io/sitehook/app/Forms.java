package io.sitehook.app;

import io.sitehook.admin.ConnectionEditor.Change;
import io.sitehook.config.ConnectionForm;
import io.sitehook.config.Secret;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Forms with something changed. */
final class Forms {
    private Forms() {}

    /** With what a person filled in; the rest as it was. */
    static ConnectionForm changed(ConnectionForm form, Change change) {
        String apiKey = change.apiKey();
        return new ConnectionForm(
                form.name(),
                change.hmacSecret() == null ? form.hmacSecret() : new Secret(change.hmacSecret()),
                form.hmacSecretPrevious(),
                apiKey == null ? form.apiKey() : apiKey.isEmpty() ? null : new Secret(apiKey),
                Objects.requireNonNullElse(change.hmacSecretEncoding(), form.hmacSecretEncoding()),
                Objects.requireNonNullElse(change.hmacAlgorithm(), form.hmacAlgorithm()),
                Objects.requireNonNullElse(change.signatureEncoding(), form.signatureEncoding()),
                Objects.requireNonNullElse(change.allStates(), form.allStates()),
                Objects.requireNonNullElse(change.withoutState(), form.withoutState()),
                Objects.requireNonNullElse(change.states(), form.states()),
                form.activity(),
                Objects.requireNonNullElse(change.duplicateWindowSeconds(), form.duplicateWindowSeconds()),
                Objects.requireNonNullElse(change.unreadableAnswer(), form.unreadableAnswer()));
    }

    static ConnectionForm withActivity(ConnectionForm form, String activity) {
        return copy(form, form.hmacSecret(), form.hmacSecretPrevious(), activity);
    }

    static ConnectionForm withSecrets(ConnectionForm form, @Nullable Secret current, @Nullable Secret previous) {
        return copy(form, current, previous, form.activity());
    }

    private static ConnectionForm copy(
            ConnectionForm form, @Nullable Secret current, @Nullable Secret previous, String activity) {
        return new ConnectionForm(
                form.name(),
                current,
                previous,
                form.apiKey(),
                form.hmacSecretEncoding(),
                form.hmacAlgorithm(),
                form.signatureEncoding(),
                form.allStates(),
                form.withoutState(),
                form.states(),
                activity,
                form.duplicateWindowSeconds(),
                form.unreadableAnswer());
    }
}
