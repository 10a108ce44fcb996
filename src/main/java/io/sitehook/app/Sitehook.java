package io.sitehook.app;

import io.sitehook.admin.AdminStore;
import io.sitehook.admin.ConnectionEditor;
import io.sitehook.admin.Connections;
import io.sitehook.config.RelaySettings;
import io.sitehook.config.Secret;
import io.sitehook.config.Settings;
import io.sitehook.config.SettingsSources;
import io.sitehook.dispatch.Deliveries;
import io.sitehook.handle.Unloading;
import io.sitehook.receive.BodyLimits;
import io.sitehook.receive.Rejections;
import io.sitehook.receive.SignatureFilter;
import io.sitehook.relay.StatusChanges;
import io.sitehook.relay.SubscriptionEditor;
import io.sitehook.retention.Retention;
import io.sitehook.store.DaemonThreads;
import io.sitehook.store.Inbox;
import io.sitehook.store.Incoming;
import io.sitehook.store.Page;
import io.sitehook.store.Purge;
import io.sitehook.store.Receipt;
import io.sitehook.store.RejectionStore;
import io.sitehook.store.StoreUnavailableException;
import io.sitehook.store.WakeUp;
import io.sitehook.store.sql.SqliteStore;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The running system. Posts are taken as soon as the store is open; handlers are loaded after that, on a thread of their
 * own, so that a handler that is slow to start holds up nobody. A store that can't be opened is tried again until it
 * can.
 */
final class Sitehook implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(Sitehook.class.getName());
    private static final long OPEN_AGAIN_SECONDS = 5;
    private static final int TIMER_THREADS = 2;
    private static final Duration RETENTION_AFTER_START = Duration.ofSeconds(10);

    private final Settings settings;
    private final Clock clock = Clock.systemUTC();
    private final WakeUp wakeUp = new WakeUp();
    private final SiteCaptureClients siteCapture = new SiteCaptureClients(clock);
    private final ConnectionDirectory connections;
    private final PageConnections pageConnections;
    private final RejectionDesk desk;
    private final RejectionThread rejectionThread;
    private final Rejections rejections;
    private final SettingsWatch settingsWatch;
    private final OpenStores stores = new OpenStores(this::store);
    private final AnswerCount answers;
    private final Observation observation;
    private final HandlersInUse handlersInUse;
    private final DaemonThreads timerThreads = new DaemonThreads("sitehook-timer");
    private final ScheduledThreadPoolExecutor timer;
    private volatile @Nullable SqliteStore store;
    private volatile boolean stopping;
    private volatile RelaySettings relaySettings;
    private @Nullable HandlerHost handlers;
    private @Nullable RelayHost relays;
    private volatile @Nullable SubscriptionEditor subscriptions;
    private volatile @Nullable Deliveries deliveries;
    private volatile @Nullable SweepWatch sweepWatch;
    private @Nullable RetentionThread retention;
    private String lastStoreProblem = "";

    Sitehook(Settings settings, SettingsSources sources) {
        this.settings = settings;
        connections = new ConnectionDirectory(settings.connections(), siteCapture);
        pageConnections = new PageConnections(this::store, connections, this::watch, wakeUp, clock);
        desk = new RejectionDesk(connections, clock);
        rejectionThread = new RejectionThread(desk, this::store);
        answers = new AnswerCount(clock, () -> stores.counters().stored());
        observation = new Observation(this::store, answers, this::stuckThreads, clock);
        rejections = new Rejections(System::nanoTime, settings.failuresPerMinute(), observation.with(desk));
        timer = new ScheduledThreadPoolExecutor(TIMER_THREADS, timerThreads);
        timer.setRemoveOnCancelPolicy(true);
        handlersInUse = new HandlersInUse(settings, clock, this::stuckThreads, this::unloading);
        relaySettings = settings.relay();
        settingsWatch = new SettingsWatch(settings, sources, connections, wakeUp, this::replace);
    }

    /**
     * Opens the store and begins.
     *
     * @param failFast whether a store that can't be opened is an error; otherwise it is tried again
     * @throws StoreUnavailableException if it can't be opened and {@code failFast} is set; nothing is left open
     */
    void start(boolean failFast) {
        try {
            openStore();
        } catch (StoreUnavailableException e) {
            if (failFast) {
                timer.shutdownNow();
                throw e;
            }
            openAgain(e);
        }
        settingsWatch.start(timer);
        rejectionThread.start();
    }

    private void openStore() {
        SqliteStore opened =
                SqliteStore.open(settings.home(), clock, wakeUp, timer, settings.queueLimit(), observation.meters());
        EncryptionKey key = EncryptionKey.of(settings);
        pageConnections.open(opened.configuration(), key);
        Deliveries runs = new Deliveries(
                opened.worklist(),
                wakeUp,
                connections::paused,
                () -> opened.repairs().paused().keySet(),
                clock,
                timer,
                observation.meters());
        RelayThreads threads = new RelayThreads(clock, wakeUp, timer);
        AtomicReference<RelayHost> relay = new AtomicReference<>();
        Function<Runnable, RelayHost> relayMaker = changed -> {
            RelayHost made = new RelayHost(
                    relaySettings,
                    opened.relays(),
                    new StoredSubscriptions(opened.configuration(), key.box()),
                    threads,
                    changed);
            relay.set(made);
            return made;
        };
        HandlerHost host =
                new HandlerHost(settings, opened.worklist(), runs, handlersInUse, clock, siteCapture::of, relayMaker);
        RelayHost relayHost = Objects.requireNonNull(relay.get());
        SweepWatch sweep = new SweepWatch(connections::all, siteCapture, opened.inbox(), opened.sweeps(), clock);
        RetentionThread purge = new RetentionThread(
                new Retention(opened.purge(), this::retentionRules, clock, System::nanoTime), RETENTION_AFTER_START);
        synchronized (this) {
            if (stopping) {
                opened.close();
                return;
            }
            relays = relayHost;
            subscriptions = new PageSubscriptions(opened.configuration(), key.box(), relayHost, clock);
            handlers = host;
            deliveries = runs;
            answers.begin(opened.counters().stored());
            sweepWatch = sweep;
            retention = purge;
            store = opened;
        }
        host.start();
        sweep.start();
        purge.start();
        LOGGER.log(
                Level.INFO,
                "Sitehook takes posts. Home: " + settings.home() + "; connections: " + connections.describe());
    }

    /** How long things are kept, as it is set now. */
    Purge.Rules retentionRules() {
        return RetentionLimits.of(settings, connections.all());
    }

    private void replace(RelaySettings next) {
        RelayHost host;
        synchronized (this) {
            relaySettings = next;
            host = relays;
        }
        if (host != null) {
            host.replace(next);
        }
    }

    private void openAgain(StoreUnavailableException reason) {
        String problem = String.valueOf(reason.getMessage());
        if (!problem.equals(lastStoreProblem)) {
            lastStoreProblem = problem;
            LOGGER.log(
                    Level.ERROR,
                    "posts are answered 503, because the store can't be opened: " + problem
                            + ". It is tried again every " + OPEN_AGAIN_SECONDS + " s");
        }
        try {
            ScheduledFuture<?> unused = timer.schedule(
                    () -> {
                        try {
                            openStore();
                        } catch (StoreUnavailableException e) {
                            openAgain(e);
                        }
                    },
                    OPEN_AGAIN_SECONDS,
                    TimeUnit.SECONDS);
        } catch (RejectedExecutionException e) {
            LOGGER.log(Level.DEBUG, "the server stops", e);
        }
    }

    @Nullable
    SqliteStore store() {
        return store;
    }

    private synchronized List<Unloading> unloading() {
        return handlers == null ? List.of() : handlers.unloading();
    }

    private Map<String, Integer> stuckThreads() {
        Deliveries runs = deliveries;
        return runs == null ? Map.of() : runs.stuckThreads();
    }

    AdminStore adminStore() {
        return stores;
    }

    List<Connections.Known> knownConnections() {
        Map<String, Instant> silent = watch().silentSince();
        return connections.known().stream()
                .map(known -> silent.containsKey(known.name()) ? known.silentSince(silent.get(known.name())) : known)
                .toList();
    }

    /** What is known of sweeps and silence; nothing before the store is open. */
    private Watched watch() {
        SweepWatch watch = sweepWatch;
        return watch == null ? Watched.NOTHING : watch.seen();
    }

    ConnectionDirectory connections() {
        return connections;
    }

    HandlersInUse handlersInUse() {
        return handlersInUse;
    }

    AnswerCount answers() {
        return answers;
    }

    /** The figures for machines. */
    Observation observation() {
        return observation;
    }

    Settings settings() {
        return settings;
    }

    Clock clock() {
        return clock;
    }

    SignatureFilter signatureFilter() {
        return new SignatureFilter(connections, this::takesPosts, rejections, BodyLimits.DEFAULT);
    }

    Rejections rejections() {
        return rejections;
    }

    /** Posts that were refused, newest first. */
    Page<RejectionStore.Row> refused(RejectionStore.Filter filter, int limit, @Nullable String cursor) {
        SqliteStore open = store;
        if (open == null) {
            throw new StoreUnavailableException("the store is not open", null);
        }
        return open.rejections().list(filter, limit, cursor);
    }

    /** The connections that are made in the page. */
    ConnectionEditor connectionEditor() {
        return pageConnections;
    }

    /** The subscriptions, as of whichever store is open. */
    SubscriptionEditor subscriptionEditor() {
        SubscriptionEditor editor = subscriptions;
        if (editor == null) {
            throw new StoreUnavailableException("the store is not open; it is tried again, and the log says why", null);
        }
        return editor;
    }

    /** The inbox of whichever store is open. */
    Inbox inbox() {
        return this::put;
    }

    /** Where status changes that begin here are put in. */
    StatusChanges statusChanges() {
        return new StatusChangeIntake(inbox());
    }

    /** The token by which programs may put some in, as it is set now. */
    Optional<Secret> statusChangeToken() {
        return relaySettings.statusChangeToken();
    }

    private CompletableFuture<Receipt> put(Incoming incoming) {
        SqliteStore open = store;
        return open == null
                ? CompletableFuture.failedFuture(new StoreUnavailableException("the store is not open", null))
                : open.inbox().store(incoming);
    }

    private boolean takesPosts() {
        return store != null && !stopping;
    }

    /** Why it is not ready, in a few words for anybody; null if it is. */
    @Nullable
    String notReady() {
        SqliteStore open = store;
        if (stopping) {
            return "stopping";
        }
        if (open == null) {
            return "the store can't be opened; the log says why";
        }
        if (open.trouble().isPresent()) {
            return "the store can't write; the log says why";
        }
        return connections.withoutSecret();
    }

    /** Takes no more posts, lets running handlers finish, and closes the store. */
    @Override
    public void close() {
        SqliteStore open;
        HandlerHost host;
        SweepWatch sweep;
        RetentionThread purge;
        synchronized (this) {
            stopping = true;
            purge = retention;
            sweep = sweepWatch;
            open = store;
            host = handlers;
        }
        if (sweep != null) {
            sweep.stop();
        }
        if (purge != null) {
            purge.close();
        }
        if (host != null) {
            host.stop();
        }
        rejectionThread.close();
        if (open != null) {
            open.close();
        }
        timer.shutdownNow();
        timerThreads.awaitEnd();
        observation.close();
        LOGGER.log(Level.INFO, "Sitehook has stopped; everything it acknowledged is stored");
    }
}
