package io.sitehook.app;

import io.sitehook.config.RelaySettings;
import io.sitehook.dispatch.Deliveries;
import io.sitehook.relay.SubscriptionEditor;
import io.sitehook.retention.Retention;
import io.sitehook.store.Purge;
import io.sitehook.store.Store;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * An open store and all that works on it: handlers with their deliveries, the relay, the sweep, retention. Made whole or
 * not at all, so that nobody sees one without the others.
 */
record OpenSystem(
        Store store,
        Deliveries deliveries,
        HandlerHost handlers,
        RelayHost relays,
        SubscriptionEditor subscriptions,
        SweepWatch sweep,
        RetentionThread retention) {
    private static final Duration RETENTION_AFTER_START = Duration.ofSeconds(10);

    /** Makes all of it; nothing of it runs yet. */
    static OpenSystem over(
            Store store,
            SharedParts parts,
            EncryptionKey key,
            Supplier<RelaySettings> relaySettings,
            Supplier<Purge.Rules> retentionRules) {
        Deliveries deliveries = new Deliveries(
                store.worklist(),
                store.nodes()::elsewhere,
                store.transactions(),
                parts.wakeUp(),
                parts.connections()::paused,
                () -> store.repairs().paused().keySet(),
                parts.clock(),
                parts.timer(),
                parts.observation().meters());
        Bell bell = new Bell(parts.wakeUp(), parts.timer());
        RelayThreads threads = new RelayThreads(parts.clock(), bell);
        // The handlers make the relay, which is one of them, and say with it what to do when it changes.
        AtomicReference<RelayHost> relay = new AtomicReference<>();
        Function<Runnable, RelayHost> relayMaker = changed -> {
            RelayHost made = new RelayHost(
                    relaySettings.get(),
                    store.relays(),
                    new StoredSubscriptions(store.configuration(), key.box()),
                    threads,
                    changed);
            relay.set(made);
            return made;
        };
        HandlerHost handlers = new HandlerHost(
                parts.settings(),
                store.worklist(),
                store.nodes(),
                store.transactions().isPresent(),
                deliveries,
                parts.handlersInUse(),
                parts.clock(),
                parts.siteCapture()::of,
                bell::ringAfter,
                relayMaker);
        RelayHost relays = Objects.requireNonNull(relay.get());
        return new OpenSystem(
                store,
                deliveries,
                handlers,
                relays,
                new PageSubscriptions(store.configuration(), key.box(), relays, parts.clock()),
                new SweepWatch(
                        parts.connections()::all,
                        parts.siteCapture(),
                        store.inbox(),
                        store.sweeps(),
                        parts.clock(),
                        time -> store.nodes().isMyTurn("sweep", time)),
                new RetentionThread(
                        new Retention(store.purge(), retentionRules, parts.clock(), System::nanoTime),
                        RETENTION_AFTER_START,
                        time -> store.nodes().isMyTurn("retention", time)));
    }

    /** Begins to work. */
    void start() {
        handlers.start();
        sweep.start();
        retention.start();
    }

    /** Lets running handlers finish, and begins nothing more. The store stays open: who refuses posts still writes. */
    void stopWork() {
        sweep.stop();
        retention.close();
        handlers.stop();
    }
}
