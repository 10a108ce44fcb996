package io.sitehook.app;

import io.sitehook.handle.HandlerCatalog;
import io.sitehook.handle.LoadedHandler;
import io.sitehook.store.Worklist;
import io.sitehook.store.Worklist.Waiting;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Says in the log which handlers came and went, and what waits for one. For the thread that loads handlers. */
final class HandlerChanges {
    private static final System.Logger LOGGER = System.getLogger(HandlerChanges.class.getName());

    private final Worklist worklist;
    private final Path directory;
    private Map<String, LoadedHandler> before = Map.of();
    private boolean first = true;

    HandlerChanges(Worklist worklist, Path directory) {
        this.worklist = worklist;
        this.directory = directory;
    }

    /** @param built names of handlers that are installed beside the jars' */
    void note(HandlerCatalog catalog, Set<String> built) {
        Map<String, LoadedHandler> now = new HashMap<>();
        catalog.handlers().forEach(handler -> now.put(handler.name(), handler));
        if (now.equals(before) && !first) {
            return;
        }
        catalog.handlers().stream()
                .filter(handler -> handler != before.get(handler.name()))
                .forEach(handler -> LOGGER.log(
                        Level.INFO,
                        "handler " + handler.name() + " takes " + handler.states() + " (" + handler.unit() + ")"));
        if (now.isEmpty() && built.isEmpty()) {
            LOGGER.log(
                    Level.WARNING,
                    "no handler is installed: events are stored and parked. Put a handler jar into " + directory);
        }
        Map<String, LoadedHandler> old = before;
        boolean atStart = first;
        before = Map.copyOf(now);
        first = false;
        if (atStart) {
            backlog();
        }
        CompletableFuture<?> unused = worklist.waiting().whenComplete((waiting, failure) -> {
            if (failure == null) {
                orphans(waiting, now.keySet(), built, old.keySet(), atStart);
                offers(waiting, now, old);
            }
        });
    }

    private void backlog() {
        CompletableFuture<?> unused = worklist.backlog().whenComplete((backlog, failure) -> {
            if (failure == null && backlog.open() + backlog.dead() + backlog.parked() + backlog.unreadable() > 0) {
                LOGGER.log(
                        Level.INFO,
                        "in the store: " + backlog.open() + " open deliveries, " + backlog.dead()
                                + " dead letters, " + backlog.parked() + " parked events, " + backlog.unreadable()
                                + " unreadable events");
            }
        });
    }

    /** Deliveries of handlers that are not there: none is lost, none runs. */
    private static void orphans(Waiting waiting, Set<String> now, Set<String> built, Set<String> old, boolean atStart) {
        waiting.openByHandler().forEach((handler, count) -> {
            if (!now.contains(handler) && !built.contains(handler) && (atStart || old.contains(handler))) {
                LOGGER.log(
                        Level.WARNING,
                        count + " open deliveries wait for handler " + handler
                                + ", which is not installed. They run when it is back");
            }
        });
    }

    /** Parked events that a newcomer would take: offered, since nobody may want years of them run. */
    private static void offers(Waiting waiting, Map<String, LoadedHandler> now, Map<String, LoadedHandler> old) {
        now.forEach((name, handler) -> {
            long parked = waiting.parkedByState().entrySet().stream()
                    .filter(entry -> handler.states().includes(entry.getKey()))
                    .mapToLong(Map.Entry::getValue)
                    .sum();
            if (!old.containsKey(name) && parked > 0) {
                LOGGER.log(
                        Level.INFO,
                        parked + " parked events are of states that handler " + name
                                + " takes. They stay parked until somebody has them run");
            }
        });
    }
}
