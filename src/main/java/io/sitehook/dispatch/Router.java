package io.sitehook.dispatch;

import io.sitehook.store.Nodes;
import io.sitehook.store.Worklist;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Gives each event to the handlers that want its workflow state: one delivery for each. An event that no handler wants
 * is parked.
 */
final class Router {
    static final String STATUS_CHANGE = "status_change";
    /** Events in one transaction: enough to keep up with any inbox, few enough not to hold up its next commit. */
    static final int MOST_AT_ONCE = 500;
    /** The same while handlers are at work: their results, and what they get next, wait for the same commit. */
    static final int FEW_AT_ONCE = 64;

    private final Worklist worklist;
    private final Supplier<Collection<Runner>> runners;
    private final Supplier<List<Nodes.Handler>> elsewhere;

    /**
     * @param runners of the handlers in use here, asked for each event
     * @param elsewhere the handlers in use on other servers, asked for each event
     */
    Router(Worklist worklist, Supplier<Collection<Runner>> runners, Supplier<List<Nodes.Handler>> elsewhere) {
        this.worklist = worklist;
        this.runners = runners;
        this.elsewhere = elsewhere;
    }

    /** Lets the store route by itself what arrives, as far as it can. */
    void open() {
        worklist.routeArrivals(this::targets);
    }

    /** What arrives from now on waits until somebody routes it. */
    void close() {
        worklist.routeArrivals(null);
    }

    /**
     * Routes the oldest events.
     *
     * @param most how many at most
     * @return completed with how many were there
     */
    CompletableFuture<Integer> route(int most) {
        return worklist.route(this::targets, most);
    }

    private List<Worklist.Target> targets(Worklist.Unrouted event) {
        Optional<String> state = Optional.ofNullable(event.workflowState());
        Map<String, Worklist.Target> targets = new LinkedHashMap<>();
        for (Runner runner : runners.get()) {
            InstalledHandler handler = runner.handler();
            if (handler.kind().equals(event.kind()) && handler.states().includes(state)) {
                targets.put(
                        handler.name(),
                        new Worklist.Target(handler.name(), runner.policy().latest()));
            }
        }
        // Another server may have a handler that this one has not, or one that takes more.
        for (Nodes.Handler handler : elsewhere.get()) {
            if (handler.kind().equals(event.kind()) && handler.states().includes(state)) {
                targets.putIfAbsent(handler.name(), new Worklist.Target(handler.name(), handler.latest()));
            }
        }
        return List.copyOf(targets.values());
    }
}
