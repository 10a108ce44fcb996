package io.sitehook.dispatch;

import io.sitehook.store.Worklist;
import java.util.Collection;
import java.util.List;
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

    private final Worklist worklist;
    private final Supplier<Collection<Runner>> runners;

    /** @param runners of the handlers in use, asked for each event */
    Router(Worklist worklist, Supplier<Collection<Runner>> runners) {
        this.worklist = worklist;
        this.runners = runners;
    }

    /** Takes up to {@link #MOST_AT_ONCE} events; completes with how many it took. */
    CompletableFuture<Integer> route() {
        return worklist.route(this::targets, MOST_AT_ONCE);
    }

    private List<Worklist.Target> targets(Worklist.Unrouted event) {
        Optional<String> state = Optional.ofNullable(event.workflowState());
        return runners.get().stream()
                .filter(runner -> runner.handler().kind().equals(event.kind()))
                .filter(runner -> runner.handler().states().includes(state))
                .map(runner -> new Worklist.Target(
                        runner.handler().name(), runner.policy().latest()))
                .toList();
    }
}
