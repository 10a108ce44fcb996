package io.sitehook.admin;

import io.sitehook.relay.BreakerState;
import io.sitehook.relay.SubscriptionEditor;
import io.sitehook.store.Counters;
import io.sitehook.store.Counters.HandlerCounts;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A subscription as the API shows it.
 *
 * @param handler the name of its handler, for the lists of deliveries
 * @param source {@code file} or {@code page}
 * @param activity {@code active}, {@code paused} or {@code deactivated}
 * @param gone what the target said when it wanted no more, null if it did not
 * @param breaker {@code closed}, {@code open} or {@code half_open}; null while nothing is sent
 * @param restUntil when the target's rest ends, null if it has none
 * @param lastFailure why the last request failed, null if it went well
 * @param pending how many status changes wait to be sent, those being sent included
 * @param lastSentAt when one was last sent, to the minute; null if none was
 */
public record SubscriptionView(
        String name,
        String handler,
        String source,
        boolean editable,
        String url,
        String activity,
        @Nullable String gone,
        boolean allStates,
        boolean withoutState,
        List<String> states,
        boolean hasApiKey,
        boolean standardWebhooks,
        boolean allowPrivate,
        boolean previousSecret,
        @Nullable Instant secretSince,
        @Nullable String breaker,
        int failuresInARow,
        @Nullable Instant restUntil,
        @Nullable String lastFailure,
        long pending,
        @Nullable Instant lastSentAt) {

    static SubscriptionView of(SubscriptionEditor.View view, Counters counters, Map<String, HandlerCounts> work) {
        BreakerState breaker = view.breaker();
        String handler = "relay-" + view.name();
        HandlerCounts its = work.get(handler);
        return new SubscriptionView(
                view.name(),
                handler,
                view.source(),
                view.source().equals("page"),
                view.url(),
                view.activity(),
                view.gone(),
                view.allStates(),
                view.withoutState(),
                List.copyOf(new TreeSet<>(view.states())),
                view.hasApiKey(),
                view.standardWebhooks(),
                view.allowPrivate(),
                view.previousSecret(),
                view.secretSince(),
                breaker == null ? null : breaker.kind().name().toLowerCase(Locale.ROOT),
                breaker == null ? 0 : breaker.failures(),
                breaker == null ? null : breaker.until(),
                view.lastFailure(),
                its == null ? 0 : its.waiting() + its.running(),
                counters.lastDone(handler).orElse(null));
    }
}
