package io.sitehook.handle;

import io.sitehook.spi.Delivery;
import io.sitehook.spi.HandlerContext;
import io.sitehook.spi.Outcome;
import io.sitehook.spi.StatusChangeHandler;
import io.sitehook.spi.TransactionalHandler;
import io.sitehook.spi.WorkflowStates;
import java.sql.Connection;
import java.util.Optional;

/**
 * A handler that is in use. Whatever it is asked, it runs with its unit's class loader as the thread's context class
 * loader. Safe to call from several threads at once, as far as the handler itself is.
 */
public final class LoadedHandler {
    private final String name;
    private final WorkflowStates states;
    private final HandlerUnit unit;
    private final StatusChangeHandler handler;
    private final ClassLoader loader;

    // Guarded by this.
    private int holds;
    private boolean retired;

    LoadedHandler(
            String name, WorkflowStates states, HandlerUnit unit, StatusChangeHandler handler, ClassLoader loader) {
        this.name = name;
        this.states = states;
        this.unit = unit;
        this.handler = handler;
        this.loader = loader;
    }

    /**
     * The handler's stable id.
     *
     * @return {@code [a-z0-9-]{1,64}}, unique in its catalog
     */
    public String name() {
        return name;
    }

    /**
     * The states it wants, as it said once after its construction.
     *
     * @return the states
     */
    public WorkflowStates states() {
        return states;
    }

    /**
     * Where it came from.
     *
     * @return the jar or folder, its version and its digest
     */
    public HandlerUnit unit() {
        return unit;
    }

    /**
     * The handler itself, if it is more than the SPI asks for. That can only be a built-in one.
     *
     * @param type what it may be besides
     * @return empty if it is not
     */
    public <T> Optional<T> as(Class<T> type) {
        return type.isInstance(handler) ? Optional.of(type.cast(handler)) : Optional.empty();
    }

    /**
     * Runs the handler once, on the caller's thread.
     *
     * @param delivery what to deliver
     * @return what the handler returned. A handler that breaks its contract may return null here: the caller judges
     * @throws Exception whatever the handler threw, unchanged; {@link Error}s pass too
     */
    public Outcome handle(Delivery delivery) throws Exception {
        return ForeignCode.during(loader, () -> handler.handle(delivery));
    }

    /**
     * Whether it works in transactions of the store's database.
     *
     * @return then {@link #handle(Delivery, Connection)} runs it, and not the other
     */
    public boolean isTransactional() {
        return handler instanceof TransactionalHandler;
    }

    /**
     * Runs a transactional handler once, on the caller's thread.
     *
     * @param delivery what to deliver
     * @param connection in a transaction
     * @return what the handler returned, perhaps null
     * @throws Exception whatever the handler threw, unchanged; {@link Error}s pass too
     */
    public Outcome handle(Delivery delivery, Connection connection) throws Exception {
        return ForeignCode.during(loader, () -> ((TransactionalHandler) handler).handle(delivery, connection));
    }

    /**
     * Keeps the class loader open until {@link #release()}. What is held already can be held again.
     *
     * @return false if it has been replaced or removed and nobody holds it any more; then it must not be used
     */
    public synchronized boolean hold() {
        if (retired && holds == 0) {
            return false;
        }
        holds++;
        return true;
    }

    /** Ends one hold. */
    public synchronized void release() {
        holds--;
    }

    /** From now on only who holds it may go on using it. */
    synchronized void retire() {
        retired = true;
    }

    synchronized boolean isHeld() {
        return holds > 0;
    }

    /** Calls the handler's {@code start}; whatever that throws passes. */
    void start(HandlerContext handlerContext) throws Exception {
        ForeignCode.during(loader, () -> {
            handler.start(handlerContext);
            return this;
        });
    }

    /** Calls the handler's {@code stop}; whatever that throws passes. Only the catalog does so. */
    void stop() throws Exception {
        ForeignCode.during(loader, () -> {
            handler.stop();
            return this;
        });
    }

    ClassLoader loader() {
        return loader;
    }

    Class<?> providerClass() {
        return handler.getClass();
    }

    @Override
    public String toString() {
        return "handler " + name + " from " + unit;
    }
}
