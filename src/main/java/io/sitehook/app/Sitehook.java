package io.sitehook.app;

import io.sitehook.admin.AdminStore;
import io.sitehook.admin.ConnectionEditor;
import io.sitehook.admin.Connections;
import io.sitehook.config.RelaySettings;
import io.sitehook.config.Secret;
import io.sitehook.config.Settings;
import io.sitehook.config.SettingsSources;
import io.sitehook.receive.BodyLimits;
import io.sitehook.receive.Rejections;
import io.sitehook.receive.SignatureFilter;
import io.sitehook.relay.StatusChanges;
import io.sitehook.relay.SubscriptionEditor;
import io.sitehook.store.DaemonThreads;
import io.sitehook.store.Inbox;
import io.sitehook.store.Page;
import io.sitehook.store.Purge;
import io.sitehook.store.RejectionStore;
import io.sitehook.store.Store;
import io.sitehook.store.StoreUnavailableException;
import io.sitehook.store.WakeUp;
import io.sitehook.store.sql.DatabaseTime;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/**
 * The running system. Posts are taken as soon as the store is open; handlers are loaded after that, on a thread of their
 * own, so that a handler that is slow to start holds up nobody. A store that can't be opened is tried again until it
 * can.
 */
final class Sitehook implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(Sitehook.class.getName());
    private static final int TIMER_THREADS = 2;

    private final Settings settings;
    private final StoreOpener opener;
    private final DatabaseTime clock = new DatabaseTime(Clock.systemUTC());
    private final WakeUp wakeUp = new WakeUp();
    private final SiteCaptureClients siteCapture = new SiteCaptureClients(clock);
    private final ConnectionDirectory connections;
    private final PageConnections pageConnections;
    private final RejectionDesk desk;
    private final RejectionThread rejectionThread;
    private final Rejections rejections;
    private final SettingsWatch settingsWatch;
    private final CurrentSystem current = new CurrentSystem();
    private final OpenStores stores = new OpenStores(current::store);
    private final AnswerCount answers;
    private final Observation observation;
    private final HandlersInUse handlersInUse;
    private final DaemonThreads timerThreads = new DaemonThreads("sitehook-timer");
    private final ScheduledThreadPoolExecutor timer;
    private final SharedParts parts;
    private volatile boolean stopping;
    private volatile RelaySettings relaySettings;

    Sitehook(Settings settings, SettingsSources sources, String version) {
        this.settings = settings;
        connections = new ConnectionDirectory(settings.connections(), siteCapture);
        pageConnections =
                new PageConnections(current::store, connections, current::watch, settings.retention(), wakeUp, clock);
        desk = new RejectionDesk(connections, clock);
        rejectionThread = new RejectionThread(desk, current::store);
        answers = new AnswerCount(clock, () -> current.get().store().nodes().storedHere());
        observation = new Observation(current::store, answers, current::stuckThreads, clock);
        rejections = new Rejections(System::nanoTime, settings.failuresPerMinute(), observation.with(desk));
        timer = new ScheduledThreadPoolExecutor(TIMER_THREADS, timerThreads);
        timer.setRemoveOnCancelPolicy(true);
        handlersInUse = new HandlersInUse(settings, clock, current::stuckThreads, current::unloading);
        relaySettings = settings.relay();
        parts = new SharedParts(settings, clock, wakeUp, timer, connections, siteCapture, handlersInUse, observation);
        opener = new StoreOpener(settings, version, clock, wakeUp, timer, observation.meters(), this::reload);
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
            new OpeningAgain(timer, this::openStore).after(e);
        }
        settingsWatch.start(timer);
        rejectionThread.start();
    }

    private void openStore() {
        Store opened = opener.open();
        EncryptionKey key = EncryptionKey.of(settings);
        pageConnections.open(opened.configuration(), key);
        OpenSystem system = OpenSystem.over(opened, parts, key, () -> relaySettings, this::retentionRules);
        synchronized (this) {
            if (stopping) {
                opened.close();
                return;
            }
            answers.begin(opened.nodes().storedHere());
            current.is(system);
        }
        system.start();
        LOGGER.log(
                Level.INFO,
                "Sitehook takes posts. Home: " + settings.home() + "; connections: " + connections.describe());
    }

    /** Another server has changed connections or subscriptions. */
    private void reload() {
        OpenSystem system = current.ifOpen();
        if (system != null) {
            pageConnections.reload();
            system.relays().reload();
        }
    }

    /** How long things are kept, as it is set now. */
    Purge.Rules retentionRules() {
        return RetentionLimits.of(settings.retention(), settings.auditRetention(), connections.all());
    }

    private void replace(RelaySettings next) {
        OpenSystem system;
        synchronized (this) {
            relaySettings = next;
            system = current.ifOpen();
        }
        if (system != null) {
            system.relays().replace(next);
        }
    }

    @Nullable
    Store store() {
        return current.store();
    }

    AdminStore adminStore() {
        return stores;
    }

    List<Connections.Known> knownConnections() {
        Map<String, Instant> silent = current.watch().silentSince();
        return connections.known().stream()
                .map(known -> silent.containsKey(known.name()) ? known.silentSince(silent.get(known.name())) : known)
                .toList();
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
        return current.get().store().rejections().list(filter, limit, cursor);
    }

    /** The connections that are made in the page. */
    ConnectionEditor connectionEditor() {
        return pageConnections;
    }

    /** The subscriptions, as of whichever store is open. */
    SubscriptionEditor subscriptionEditor() {
        return current.get().subscriptions();
    }

    /** The inbox of whichever store is open. */
    Inbox inbox() {
        return current::put;
    }

    /** Where status changes that begin here are put in. */
    StatusChanges statusChanges() {
        return new StatusChangeIntake(inbox());
    }

    /** The token by which programs may put some in, as it is set now. */
    Optional<Secret> statusChangeToken() {
        return relaySettings.statusChangeToken();
    }

    private boolean takesPosts() {
        return current.ifOpen() != null && !stopping;
    }

    /** Why it is not ready, in a few words for anybody; null if it is. */
    @Nullable
    String notReady() {
        Store store = store();
        if (stopping) {
            return "stopping";
        }
        if (store == null) {
            return "the store can't be opened; the log says why";
        }
        if (store.trouble().isPresent()) {
            return "the store can't write; the log says why";
        }
        return connections.withoutSecret();
    }

    /** Takes no more posts, lets running handlers finish, and closes the store. */
    @Override
    public void close() {
        OpenSystem system;
        synchronized (this) {
            stopping = true;
            system = current.ifOpen();
        }
        if (system != null) {
            system.stopWork();
        }
        rejectionThread.close();
        if (system != null) {
            system.store().close();
        }
        timer.shutdownNow();
        timerThreads.awaitEnd();
        observation.close();
        LOGGER.log(Level.INFO, "Sitehook has stopped; everything it acknowledged is stored");
    }
}
