package io.sitehook.app;

import io.sitehook.config.ConnectionSettings.Activity;
import io.sitehook.config.RelaySettings;
import io.sitehook.config.Secret;
import io.sitehook.config.SecretDecoder;
import io.sitehook.config.SubscriptionSettings;
import io.sitehook.dispatch.InstalledHandler;
import io.sitehook.relay.BreakerState;
import io.sitehook.relay.Network;
import io.sitehook.relay.Relay;
import io.sitehook.relay.Subscription;
import io.sitehook.store.RelayStore;
import io.sitehook.store.RelayStore.Gone;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one relay for each subscription that is not deactivated, in step with the settings and with what targets said.
 * Safe for use by many threads.
 */
final class RelayHost {
    private static final System.Logger LOGGER = System.getLogger(RelayHost.class.getName());

    private final RelayStore store;
    private final StoredSubscriptions subscriptions;
    private final RelayThreads threads;
    private final Runnable changed;

    // Guarded by this.
    private RelaySettings settings;
    private Map<String, SubscriptionSettings> stored = Map.of();
    private boolean open;
    private String instance = "";
    private final Map<String, Gone> gone = new HashMap<>();
    private final Map<String, Running> running = new TreeMap<>();

    /** A subscription at work, as of its settings. */
    private record Running(
            SubscriptionSettings settings, List<String> allowedNetworks, Relay relay, RelayHandler handler) {}

    /** @param changed called when {@link #handlers()} has changed, without a lock held */
    RelayHost(
            RelaySettings settings,
            RelayStore store,
            StoredSubscriptions subscriptions,
            RelayThreads threads,
            Runnable changed) {
        this.settings = settings;
        this.store = store;
        this.subscriptions = subscriptions;
        this.threads = threads;
        this.changed = changed;
    }

    /**
     * Reads what the store knows, and makes the relays. Blocks. Until it is done no event may be routed: it would pass
     * the subscriptions by.
     *
     * @throws java.util.concurrent.CompletionException if the store can't be read; to be called again then
     */
    void open() {
        String id = store.instance().join();
        List<Gone> known = store.gone().join();
        Map<String, SubscriptionSettings> configured = subscriptions.read();
        synchronized (this) {
            instance = id;
            known.forEach(each -> gone.put(each.subscription(), each));
            stored = configured;
            open = true;
            update();
        }
    }

    synchronized boolean isOpen() {
        return open;
    }

    /** From now on these are the subscriptions. */
    void replace(RelaySettings next) {
        synchronized (this) {
            settings = next;
            if (!open) {
                return;
            }
            update();
        }
        changed.run();
    }

    /** Reads the stored subscriptions again. Blocks. */
    void reload() {
        List<Gone> known = store.gone().join();
        Map<String, SubscriptionSettings> configured = subscriptions.read();
        synchronized (this) {
            if (!open) {
                return;
            }
            gone.clear();
            known.forEach(each -> gone.put(each.subscription(), each));
            stored = configured;
            update();
        }
        changed.run();
    }

    /** The subscriptions of the settings. */
    synchronized Map<String, SubscriptionSettings> fromFile() {
        return settings.subscriptions();
    }

    /** How a breaker stands, null while nothing is sent. */
    synchronized @Nullable BreakerState breaker(String name) {
        Running one = running.get(name);
        return one == null ? null : one.relay.breaker();
    }

    /** Why the last request failed, null if it went well or nothing is sent. */
    synchronized @Nullable String lastFailure(String name) {
        Running one = running.get(name);
        return one == null ? null : one.relay.lastFailure().orElse(null);
    }

    /** What the target said when it wanted no more, null if it did not. */
    synchronized @Nullable String gone(String name, String url) {
        Gone one = gone.get(name);
        return one != null && one.target().equals(target(url)) ? one.reason() : null;
    }

    /** Has a target tried again that wanted no more. Blocks. */
    void forget(String name) {
        store.forget(name).join();
        synchronized (this) {
            gone.remove(name);
            update();
        }
        changed.run();
    }

    /** The handlers to install, with the settings that their policies come from. */
    synchronized Map<InstalledHandler, SubscriptionSettings> handlers() {
        Map<InstalledHandler, SubscriptionSettings> handlers = new LinkedHashMap<>();
        running.values().forEach(each -> handlers.put(each.handler, each.settings));
        return handlers;
    }

    private void update() {
        Map<String, Running> before = new HashMap<>(running);
        running.clear();
        Map<String, SubscriptionSettings> all = new TreeMap<>(stored);
        all.putAll(settings.subscriptions()); // what a file sets hides what is stored
        all.forEach((name, wanted) -> {
            if (wanted.activity() == Activity.DEACTIVATED || goneNow(wanted).isPresent()) {
                return;
            }
            Running old = before.get(name);
            if (old != null && old.settings.equals(wanted) && old.allowedNetworks.equals(settings.allowedNetworks())) {
                running.put(name, old);
                before.remove(name);
            } else {
                running.put(name, started(wanted));
            }
        });
        before.values().forEach(each -> each.relay.retire());
    }

    private Running started(SubscriptionSettings wanted) {
        Relay relay = new Relay(subscription(wanted, settings.allowedNetworks()), threads.parts(instance));
        LOGGER.log(
                Level.INFO,
                "subscription " + wanted.name() + " sends "
                        + relay.subscription().states() + " to " + wanted.url().getHost()
                        + (wanted.activity() == Activity.PAUSED ? ", but is paused" : ""));
        return new Running(
                wanted,
                settings.allowedNetworks(),
                relay,
                new RelayHandler(relay, wanted.activity() == Activity.PAUSED, reason -> wantsNoMore(wanted, reason)));
    }

    private static Subscription subscription(SubscriptionSettings settings, List<String> allowedNetworks) {
        List<byte[]> keys = Stream.concat(Stream.of(settings.hmacSecret()), settings.hmacSecretPrevious().stream())
                .map(secret -> SecretDecoder.bytes(secret, settings.hmacSecretEncoding()))
                .toList();
        return new Subscription(
                settings.name(),
                settings.url(),
                StateChoice.of(settings.allStates(), settings.withoutState(), settings.states()),
                keys,
                settings.apiKey().map(Secret::reveal).orElse(null),
                settings.standardWebhooks(),
                settings.allowPrivate(),
                allowedNetworks.stream().map(Network::of).toList(),
                settings.concurrency(),
                settings.connectTimeout(),
                settings.timeout(),
                settings.breakerFailures(),
                settings.breakerWait());
    }

    private void wantsNoMore(SubscriptionSettings subscription, String reason) {
        Gone now = new Gone(
                subscription.name(),
                target(subscription),
                reason,
                threads.clock().instant());
        synchronized (this) {
            if (gone.putIfAbsent(subscription.name(), now) != null
                    && goneNow(subscription).isPresent()) {
                return; // another request has told already
            }
            gone.put(subscription.name(), now);
            update();
        }
        LOGGER.log(
                Level.WARNING,
                "the subscription " + subscription.name() + " is deactivated, because its target " + reason
                        + ". What was to be sent waits. Give it another URL, or activate it again");
        CompletableFuture<Void> unused = store.remember(now).exceptionally(failure -> {
            LOGGER.log(
                    Level.WARNING,
                    "that the target of the subscription " + subscription.name()
                            + " wants nothing more was not stored; after a restart it is asked once more: "
                            + failure.getMessage());
            return null;
        });
        changed.run();
    }

    /** What the target said when it wanted no more, empty if it did not. */
    private Optional<Gone> goneNow(SubscriptionSettings subscription) {
        return Optional.ofNullable(gone.get(subscription.name()))
                .filter(each -> each.target().equals(target(subscription)));
    }

    private static String target(SubscriptionSettings subscription) {
        return target(subscription.url().toString());
    }

    private static String target(String url) {
        return Digests.sha256(url.getBytes(StandardCharsets.UTF_8));
    }

    /** Retires all relays; what runs has been ended before. */
    synchronized void close() {
        new ArrayList<>(running.values()).forEach(each -> each.relay.retire());
        running.clear();
        threads.close();
    }
}
