package io.sitehook.app;

import io.sitehook.config.DeliverySettings;
import io.sitehook.config.Settings;
import io.sitehook.config.SubscriptionSettings;
import io.sitehook.dispatch.Deliveries;
import io.sitehook.dispatch.DeliveryPolicy;
import io.sitehook.dispatch.InstalledHandler;
import io.sitehook.handle.HandlerCatalog;
import io.sitehook.handle.HandlerGenerations;
import io.sitehook.handle.HandlerLoader;
import io.sitehook.handle.LoadedHandler;
import io.sitehook.handle.Surroundings;
import io.sitehook.handle.Unloading;
import io.sitehook.spi.SiteCapture;
import io.sitehook.store.Nodes;
import io.sitehook.store.Worklist;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the handlers in step with the handlers directory, on a thread of its own since a handler may be slow to start,
 * and hands them to the deliveries.
 */
final class HandlerHost {
    private static final System.Logger LOGGER = System.getLogger(HandlerHost.class.getName());
    private static final String WORK_DIRECTORY = "work/handlers";
    private static final long LOOK_MILLIS = 1_000;
    private static final Duration BEYOND_A_REQUEST = Duration.ofSeconds(10);

    private final Settings settings;
    private final Nodes nodes;
    private final Deliveries deliveries;
    private final HandlerChanges changes;
    private final HandlerGenerations generations;
    private final Thread thread;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final HandlersInUse inUse;
    private final Consumer<Duration> ringAfter;
    private final RelayHost relays;

    // Guarded by this.
    private @Nullable HandlerCatalog installed;

    /**
     * @param transactions whether handlers can have transactions of the store's database
     * @param ringAfter has the dispatcher look again after a time
     * @param relays gives what is installed beside the jars' handlers; called with what to do when that changes
     */
    HandlerHost(
            Settings settings,
            Worklist worklist,
            Nodes nodes,
            boolean transactions,
            Deliveries deliveries,
            HandlersInUse inUse,
            Clock clock,
            Function<String, SiteCapture> siteCapture,
            Consumer<Duration> ringAfter,
            Function<Runnable, RelayHost> relays) {
        this.settings = settings;
        this.ringAfter = ringAfter;
        this.relays = relays.apply(this::relaysChanged);
        this.nodes = nodes;
        this.deliveries = deliveries;
        this.inUse = inUse;
        changes = new HandlerChanges(worklist, settings.handlersDirectory());
        HandlerLoader loader = new HandlerLoader(
                settings.home().resolve(WORK_DIRECTORY),
                new Surroundings(
                        name -> settings.handlers().getOrDefault(name, Map.of()),
                        clock,
                        siteCapture,
                        BuiltIns.of(settings),
                        transactions));
        generations = new HandlerGenerations(
                loader, HandlerHost.class.getClassLoader(), settings.handlersDirectory(), this::install);
        thread = new Thread(this::run, "sitehook-handler-jars");
        thread.setDaemon(true);
    }

    /** Begins to load. */
    void start() {
        thread.start();
    }

    private void run() {
        boolean stop = false;
        while (!stop) {
            try {
                if (!relays.isOpen()) {
                    relays.open();
                }
                if (generations.isOpen()) {
                    generations.look();
                } else {
                    generations.open();
                }
                stop = stopping.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                stop = stopping.getCount() == 0; // otherwise a handler left the interrupt behind
            } catch (CompletionException e) {
                LOGGER.log(
                        Level.WARNING,
                        "nothing is delivered until the subscriptions can be read from the store; it is tried again in a"
                                + " minute: " + e.getMessage());
                stop = pauseAfterTrouble();
            } catch (RuntimeException | Error e) {
                LOGGER.log(
                        Level.ERROR,
                        "the handler jars could not be looked at; what is in use stays so, and they are looked at again"
                                + " in a minute",
                        e);
                stop = pauseAfterTrouble();
            }
        }
    }

    private boolean pauseAfterTrouble() {
        try {
            return stopping.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            return stopping.getCount() == 0;
        }
    }

    private synchronized void install(HandlerCatalog catalog) {
        boolean first = installed == null;
        installed = catalog;
        Set<String> built = installAll(catalog);
        if (first) {
            deliveries.start();
        }
        inUse.note(catalog);
        changes.note(catalog, built);
    }

    private synchronized void relaysChanged() {
        if (installed != null) {
            Set<String> unused = installAll(installed);
        }
    }

    /** Returns the names of what comes from no jar. */
    private Set<String> installAll(HandlerCatalog catalog) {
        Map<InstalledHandler, DeliveryPolicy> handlers = new LinkedHashMap<>();
        Set<String> built = new TreeSet<>();
        relays.handlers().forEach((handler, subscription) -> {
            handlers.put(handler, policy(settings.deliveryFor(handler.name()), subscription));
            built.add(handler.name());
        });
        inUse.noteBuiltIn(handlers);
        for (LoadedHandler handler : catalog.handlers()) {
            if (built.contains(handler.name())) {
                LOGGER.log(
                        Level.ERROR,
                        "the handler " + handler.name() + " of " + handler.unit()
                                + " is not used, because a subscription has that name; rename one of them");
            } else {
                handlers.put(new JarHandler(handler, ringAfter), policy(settings.deliveryFor(handler.name())));
            }
        }
        handlers.put(new ProbeHandler(), ProbeHandler.POLICY);
        deliveries.install(handlers);
        CompletableFuture<Void> unused = nodes.register(handlers.entrySet().stream()
                        .map(entry -> registered(entry.getKey(), entry.getValue()))
                        .toList())
                .exceptionally(failure -> {
                    LOGGER.log(
                            Level.WARNING,
                            "the other servers were not told which handlers are here: " + failure.getMessage());
                    return null;
                });
        return built;
    }

    private static Nodes.Handler registered(InstalledHandler handler, DeliveryPolicy policy) {
        return new Nodes.Handler(
                handler.name(),
                handler.kind(),
                handler.states(),
                policy.latest(),
                handler.unit().version());
    }

    /** An attempt must outlast its request, which has a limit of its own. */
    private static DeliveryPolicy policy(DeliverySettings delivery, SubscriptionSettings subscription) {
        Duration longest = subscription.timeout().plus(BEYOND_A_REQUEST);
        return new DeliveryPolicy(
                delivery.attempts(),
                delivery.schedule(),
                longest.compareTo(delivery.deadline()) > 0 ? longest : delivery.deadline(),
                subscription.concurrency(),
                delivery.order() == DeliverySettings.Order.LATEST);
    }

    private static DeliveryPolicy policy(DeliverySettings delivery) {
        return new DeliveryPolicy(
                delivery.attempts(),
                delivery.schedule(),
                delivery.deadline(),
                delivery.concurrency(),
                delivery.order() == DeliverySettings.Order.LATEST);
    }

    /** The jars on their way out of memory. */
    List<Unloading> unloading() {
        return generations.unloading();
    }

    /** Lets running handlers finish, then stops and unloads them all. */
    void stop() {
        Duration grace = settings.stopGrace();
        stopping.countDown();
        boolean ended = join(grace);
        deliveries.stop(grace);
        relays.close();
        if (ended) {
            generations.close();
        } else {
            LOGGER.log(Level.WARNING, "a handler that is still starting is given up, because the server stops");
        }
    }

    private boolean join(Duration grace) {
        try {
            thread.join(Math.max(1, grace.toMillis()));
            if (thread.isAlive()) {
                LOGGER.log(Level.WARNING, "a handler is still starting, and is interrupted, because the server stops");
                thread.interrupt();
                thread.join(TimeUnit.SECONDS.toMillis(1));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }
}
