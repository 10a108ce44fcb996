package io.sitehook.app;

import static io.sitehook.app.ConnectionDocument.CURRENT;
import static io.sitehook.app.ConnectionDocument.PREVIOUS;

import io.sitehook.admin.AboutResource;
import io.sitehook.admin.ConnectionView;
import io.sitehook.admin.ConnectionView.RestView;
import io.sitehook.admin.ConnectionView.RetentionView;
import io.sitehook.admin.ConnectionView.SecretView;
import io.sitehook.admin.ConnectionView.SilenceView;
import io.sitehook.admin.ConnectionView.SweepView;
import io.sitehook.app.ConnectionDocument.Stored;
import io.sitehook.config.ConnectionForm;
import io.sitehook.config.ConnectionSettings;
import io.sitehook.config.RestSettings;
import io.sitehook.config.RetentionForm;
import io.sitehook.config.RetentionSettings;
import io.sitehook.config.SweepSettings;
import io.sitehook.store.ConfigurationStore.Sealed;
import io.sitehook.store.Counters.ConnectionCounts;
import io.sitehook.store.Counters.SweepCounts;
import io.sitehook.store.RejectionStore.Use;
import io.sitehook.store.Store;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Connections as the page shows them. */
final class ConnectionViews {
    private static final SweepCounts NOT_YET = new SweepCounts(null, 0, 0);

    private ConnectionViews() {}

    /**
     * One of them.
     *
     * @param stored what is known of it in the store; null if it stands in the settings
     * @param general how long events are kept where it says nothing else
     */
    static ConnectionView of(
            ConnectionSettings settings,
            boolean fromFile,
            @Nullable Stored stored,
            Store store,
            Watched watched,
            RetentionSettings general) {
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
                settings.rest().map(ConnectionViews::rest).orElse(null),
                settings.sweep()
                        .map(sweep -> sweep(settings.name(), sweep, store, watched))
                        .orElse(null),
                settings.silenceAlarm()
                        .map(alarm -> new SilenceView(
                                alarm.toSeconds(), watched.silentSince().get(settings.name())))
                        .orElse(null),
                retention(form.retention(), settings.retention().over(general), general),
                stored == null ? null : stored.problem());
    }

    private static RetentionView retention(RetentionForm its, RetentionSettings holds, RetentionSettings general) {
        return new RetentionView(its.finished(), its.dead(), its.parked(), its.count(), limits(general), limits(holds));
    }

    private static AboutResource.Limits limits(RetentionSettings settings) {
        return AboutResource.Limits.of(RetentionLimits.limits(settings));
    }

    private static RestView rest(RestSettings rest) {
        return new RestView(
                rest.url().toString(), rest.user(), rest.zone().getId(), rest.concurrency(), rest.requestsPerSecond());
    }

    private static SweepView sweep(String name, SweepSettings sweep, Store store, Watched watched) {
        SweepCounts counts = store.counters().sweeps().getOrDefault(name, NOT_YET);
        Watched.Failure failure = watched.failures().get(name);
        return new SweepView(
                sweep.interval().toSeconds(),
                List.copyOf(new TreeSet<>(sweep.states())),
                counts.endedAt(),
                counts.lastFound(),
                counts.found(),
                failure == null ? null : failure.at(),
                failure == null ? null : failure.why());
    }

    private static SecretView secret(String label, boolean set, Map<String, Use> uses, @Nullable Stored stored) {
        Use use = set ? uses.get(label) : null;
        Sealed sealed = stored == null ? null : stored.entry().secrets().get(label);
        Instant since = sealed == null ? null : sealed.since();
        return new SecretView(label, set, use == null ? null : use.at(), use == null ? null : use.form(), since);
    }

    /** Codes that came so far, without the status changes that have none. */
    static List<String> seenStates(Store store) {
        return store.ledger().seenStates().stream()
                .flatMap(seen -> java.util.stream.Stream.ofNullable(seen.state()))
                .sorted()
                .toList();
    }
}
