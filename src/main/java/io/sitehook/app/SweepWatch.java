package io.sitehook.app;

import io.sitehook.config.ConnectionSettings;
import io.sitehook.config.RestSettings;
import io.sitehook.config.SweepSettings;
import io.sitehook.spi.WorkflowStates;
import io.sitehook.store.DaemonThreads;
import io.sitehook.store.Inbox;
import io.sitehook.store.Sweeps;
import io.sitehook.sweep.Silence;
import io.sitehook.sweep.Sweep;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Sweeps the connections that want it, and looks for silent ones, on a thread of its own: a sweep waits for SiteCapture.
 */
final class SweepWatch {
    private static final System.Logger LOGGER = System.getLogger(SweepWatch.class.getName());
    private static final long LOOK_SECONDS = 10;
    /** One server sweeps, until it has not asked for so long. */
    private static final Duration MINE = Duration.ofHours(1);

    private final Supplier<Map<String, ConnectionSettings>> connections;
    private final SiteCaptureClients clients;
    private final Inbox inbox;
    private final Sweeps sweeps;
    private final Clock clock;
    private final Predicate<Duration> myTurn;
    private final Silence silence;
    private final Map<String, Sweep> sweepers = new HashMap<>();
    private final Map<String, Begun> begun = new HashMap<>();
    private final Map<String, Watched.Failure> failures = new ConcurrentHashMap<>();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "sitehook-sweep");

    /** When the last sweep of a connection began, and with what. */
    private record Begun(Instant at, Optional<RestSettings> rest, SweepSettings settings) {
        /** With another login or other settings, what has changed is tried at once. */
        boolean holdsBack(Begun next) {
            return rest.equals(next.rest)
                    && settings.equals(next.settings)
                    && next.at.isBefore(at.plus(settings.interval()));
        }
    }

    /** @param myTurn whether this server is the one to sweep, for that time */
    SweepWatch(
            Supplier<Map<String, ConnectionSettings>> connections,
            SiteCaptureClients clients,
            Inbox inbox,
            Sweeps sweeps,
            Clock clock,
            Predicate<Duration> myTurn) {
        this.myTurn = myTurn;
        this.connections = connections;
        this.clients = clients;
        this.inbox = inbox;
        this.sweeps = sweeps;
        this.clock = clock;
        silence = new Silence(clock);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** What it has seen. For any thread. */
    Watched seen() {
        return new Watched(silence.silentSince(), Map.copyOf(failures));
    }

    private void run() {
        try {
            do {
                look();
            } while (!stopping.await(LOOK_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            LOGGER.log(Level.DEBUG, "the sweep was ended by the stop", e);
        }
    }

    private void look() throws InterruptedException {
        try {
            for (ConnectionSettings connection : new TreeMap<>(connections.get()).values()) {
                if (connection.sweep().isPresent()
                        && connection.activity() != ConnectionSettings.Activity.DEACTIVATED) {
                    sweepIfDue(connection, connection.sweep().get());
                }
            }
            Map<String, Duration> alarms = new HashMap<>();
            connections
                    .get()
                    .values()
                    .forEach(connection -> connection
                            .silenceAlarm()
                            .filter(after -> connection.activity() == ConnectionSettings.Activity.ACTIVE)
                            .ifPresent(after -> alarms.put(connection.name(), after)));
            if (!alarms.isEmpty()) {
                silence.look(sweeps.lastReceived().get(), alarms);
            }
        } catch (ExecutionException | RuntimeException e) {
            LOGGER.log(Level.WARNING, "the watch over silent connections failed; it is tried again: " + e);
        }
    }

    private void sweepIfDue(ConnectionSettings connection, SweepSettings settings) throws InterruptedException {
        String name = connection.name();
        Begun now = new Begun(clock.instant(), connection.rest(), settings);
        Begun last = begun.get(name);
        if ((last != null && last.holdsBack(now)) || !myTurn.test(MINE)) {
            return;
        }
        begun.put(name, now);
        WorkflowStates selected =
                StateChoice.of(connection.allStates(), connection.withoutState(), connection.states());
        try {
            int found = sweepers.computeIfAbsent(name, unused -> new Sweep(name, inbox, sweeps, clock))
                    .run(clients.of(name), settings.states(), selected::includes, settings.interval());
            failures.remove(name);
            if (found > 0) {
                LOGGER.log(
                        Level.WARNING,
                        "the sweep of connection " + name + " found " + found + " status changes that no webhook told"
                                + " of, and put them in");
            }
        } catch (IOException | RuntimeException e) {
            failures.put(name, new Watched.Failure(clock.instant(), String.valueOf(e.getMessage())));
            LOGGER.log(
                    Level.WARNING,
                    "the sweep of connection " + name + " failed and is made again in "
                            + settings.interval().toMinutes() + " min: " + e.getMessage());
        }
    }

    void stop() {
        stopping.countDown();
        DaemonThreads.end(thread);
    }
}
