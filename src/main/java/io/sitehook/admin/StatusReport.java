package io.sitehook.admin;

import io.sitehook.admin.StatusView.Acknowledged;
import io.sitehook.admin.StatusView.ConnectionState;
import io.sitehook.admin.StatusView.Counts;
import io.sitehook.admin.StatusView.HandlerState;
import io.sitehook.admin.StatusView.ServerState;
import io.sitehook.admin.StatusView.StoreState;
import io.sitehook.admin.StatusView.UnitName;
import io.sitehook.store.Counters;
import io.sitehook.store.Counters.ConnectionCounts;
import io.sitehook.store.Counters.HandlerCounts;
import io.sitehook.store.Nodes;
import io.sitehook.store.Repairs;
import io.sitehook.store.Worklist.Backlog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Puts the status together. It is the same for everybody, so it is put together at most once a second, however many
 * look at it.
 */
public final class StatusReport {
    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final ConnectionCounts NO_EVENTS = new ConnectionCounts(0, null, null, 0, 0, 0, 0, null);
    private static final HandlerCounts NO_WORK = new HandlerCounts(0, 0, null, 0, 0, 0);

    private final AdminStore store;
    private final Connections connections;
    private final Handlers handlers;
    private final Acknowledgements acknowledgements;
    private final Clock clock;
    private @Nullable StatusView last; // guarded by this

    /**
     * Makes the one report for all.
     *
     * @param clock for the time of the report
     */
    public StatusReport(
            AdminStore store,
            Connections connections,
            Handlers handlers,
            Acknowledgements acknowledgements,
            Clock clock) {
        this.store = store;
        this.connections = connections;
        this.handlers = handlers;
        this.acknowledgements = acknowledgements;
        this.clock = clock;
    }

    synchronized StatusView now() {
        Instant now = clock.instant();
        StatusView fresh = last;
        if (fresh == null
                || !Duration.between(fresh.time(), now).minus(FRESH).isNegative()
                || now.isBefore(fresh.time())) {
            fresh = report(now);
            last = fresh;
        }
        return fresh;
    }

    private StatusView report(Instant now) {
        Counters counters = store.counters();
        Backlog backlog = counters.backlog();
        Acknowledgements.Audit audit = acknowledgements.audit();
        StoreState state =
                new StoreState(store.trouble().isEmpty(), store.trouble().orElse(null), store.queued());
        Counts counts =
                new Counts(counters.stored(), backlog.open(), backlog.dead(), backlog.parked(), backlog.unreadable());
        Acknowledged acknowledged = new Acknowledged(
                audit.answered(), audit.committed(), audit.since(), audit.answered() == audit.committed());
        List<ConnectionState> connectionStates = connections(counters.connections());
        List<ServerState> servers = servers();
        List<HandlerState> handlerStates = handlers(counters.handlers(), now);
        Reasons reasons = new Reasons();
        reasons.store(state);
        reasons.connections(connectionStates, now);
        reasons.handlers(handlerStates, handlers);
        reasons.servers(servers);
        reasons.counts(counts);
        return new StatusView(
                now,
                reasons.level(),
                reasons.all(),
                state,
                counts,
                acknowledged,
                connectionStates,
                handlerStates,
                servers);
    }

    private List<ConnectionState> connections(Map<String, ConnectionCounts> counts) {
        List<ConnectionState> states = new ArrayList<>();
        for (Connections.Known known : connections.all()) {
            ConnectionCounts its = counts.getOrDefault(known.name(), NO_EVENTS);
            states.add(new ConnectionState(
                    known.name(),
                    known.activity(),
                    known.source(),
                    its.lastEventAt(),
                    its.lastEventId(),
                    its.lastHour(),
                    its.last24h(),
                    its.duplicates24h(),
                    its.rejected24h(),
                    its.lastRejectedAt(),
                    known.hasSecret(),
                    known.silentSince()));
        }
        return List.copyOf(states);
    }

    private List<ServerState> servers() {
        return store.nodes().all().stream()
                .map(node -> new ServerState(
                        node.name(),
                        node.version(),
                        node.startedAt(),
                        node.alive() ? null : node.seenAt(),
                        node.alive(),
                        node.self(),
                        node.handlers().stream()
                                .map(handler -> (handler.name() + " " + handler.version()).strip())
                                .toList()))
                .toList();
    }

    private List<HandlerState> handlers(Map<String, HandlerCounts> counts, Instant now) {
        Map<String, Handlers.Installed> installed = new TreeMap<>();
        handlers.installed().forEach(handler -> installed.put(handler.name(), handler));
        Set<String> elsewhere =
                store.nodes().elsewhere().stream().map(Nodes.Handler::name).collect(Collectors.toSet());
        TreeSet<String> names = new TreeSet<>(installed.keySet());
        names.addAll(elsewhere);
        names.addAll(counts.keySet());
        Map<String, Repairs.Pause> paused = store.repairs().paused();
        names.addAll(paused.keySet());
        List<HandlerState> states = new ArrayList<>();
        for (String name : names) {
            Handlers.Installed handler = installed.get(name);
            HandlerCounts its = counts.getOrDefault(name, NO_WORK);
            Instant oldest = its.oldestWaiting();
            states.add(new HandlerState(
                    name,
                    handler != null || elsewhere.contains(name),
                    paused.containsKey(name),
                    its.waiting(),
                    its.running(),
                    oldest == null
                            ? null
                            : Math.max(0, Duration.between(oldest, now).toSeconds()),
                    its.dead(),
                    its.failed24h(),
                    its.done24h(),
                    handler == null ? 0 : handler.stuckThreads(),
                    handler == null
                            ? null
                            : new UnitName(
                                    handler.unit().name(),
                                    handler.unit().version(),
                                    handler.unit().sha256())));
        }
        return List.copyOf(states);
    }
}
