package io.sitehook.handle;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** The handlers in use, and what is wrong with those that are not. Immutable; safe to share between threads. */
public final class HandlerCatalog implements AutoCloseable {
    private final Map<String, LoadedHandler> handlers = new TreeMap<>();
    private final List<LoadedHandler> sorted;
    private final List<HandlerProblem> problems;
    private final List<Generation> generations;
    private final AtomicBoolean closed = new AtomicBoolean();

    HandlerCatalog(List<Generation> generations, List<HandlerProblem> problems) {
        this.sorted = generations.stream()
                .flatMap(generation -> generation.handlers().stream())
                .sorted(Comparator.comparing(LoadedHandler::name))
                .toList();
        this.sorted.forEach(handler -> this.handlers.put(handler.name(), handler));
        this.problems = List.copyOf(problems);
        this.generations = List.copyOf(generations);
    }

    /**
     * The handlers in use, all started.
     *
     * @return unmodifiable, sorted by name
     */
    public List<LoadedHandler> handlers() {
        return sorted;
    }

    /**
     * The handler of a name.
     *
     * @param name the handler's stable id
     * @return the handler, empty if none of this name is in use
     */
    public Optional<LoadedHandler> find(String name) {
        return Optional.ofNullable(handlers.get(name));
    }

    /**
     * What was refused when this catalog was loaded, each already in the log.
     *
     * @return unmodifiable, in the order in which it was found
     */
    public List<HandlerProblem> problems() {
        return problems;
    }

    /**
     * Stops every handler, closes the class loaders and deletes the copies of the jars. Call it after the last delivery
     * has ended. A handler that fails to stop is logged and does not keep the others from being stopped. The second call
     * does nothing.
     */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        generations.forEach(Generation::close);
    }

    List<Generation> generations() {
        return generations;
    }
}
