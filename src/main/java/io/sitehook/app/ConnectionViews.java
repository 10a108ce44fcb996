package io.sitehook.app;

import static io.sitehook.app.ConnectionDocument.CURRENT;
import static io.sitehook.app.ConnectionDocument.PREVIOUS;

import io.sitehook.admin.ConnectionView;
import io.sitehook.admin.ConnectionView.SecretView;
import io.sitehook.app.ConnectionDocument.Stored;
import io.sitehook.config.ConnectionForm;
import io.sitehook.config.ConnectionSettings;
import io.sitehook.store.ConfigurationStore.Sealed;
import io.sitehook.store.Counters.ConnectionCounts;
import io.sitehook.store.RejectionStore.Use;
import io.sitehook.store.sql.SqliteStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Connections as the page shows them. */
final class ConnectionViews {
    private ConnectionViews() {}

    /** @param stored what is known of it in the store; null if it stands in the settings */
    static ConnectionView of(
            ConnectionSettings settings, boolean fromFile, @Nullable Stored stored, SqliteStore store) {
        ConnectionForm form = ConnectionForm.of(settings);
        Map<String, Use> uses = store.rejections().uses(settings.name());
        ConnectionCounts counts = store.counters().connections().get(settings.name());
        return new ConnectionView(
                form.name(),
                fromFile ? "file" : "page",
                !fromFile,
                null,
                form.activity(),
                form.allStates(),
                form.withoutState(),
                form.states(),
                form.apiKey() != null,
                List.of(
                        secret(CURRENT, form.hmacSecret() != null, uses, stored),
                        secret(PREVIOUS, form.hmacSecretPrevious() != null, uses, stored)),
                form.duplicateWindowSeconds(),
                form.signatureEncoding(),
                form.hmacAlgorithm(),
                form.hmacSecretEncoding(),
                form.unreadableAnswer(),
                counts == null ? null : counts.lastEventAt(),
                stored == null ? null : stored.problem());
    }

    private static SecretView secret(String label, boolean set, Map<String, Use> uses, @Nullable Stored stored) {
        Use use = set ? uses.get(label) : null;
        Sealed sealed = stored == null ? null : stored.entry().secrets().get(label);
        Instant since = sealed == null ? null : sealed.since();
        return new SecretView(label, set, use == null ? null : use.at(), use == null ? null : use.form(), since);
    }

    /** Codes that came so far, without the status changes that have none. */
    static List<String> seenStates(SqliteStore store) {
        return store.ledger().seenStates().stream()
                .flatMap(seen -> java.util.stream.Stream.ofNullable(seen.state()))
                .sorted()
                .toList();
    }
}
