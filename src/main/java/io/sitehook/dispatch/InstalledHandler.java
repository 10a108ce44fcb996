package io.sitehook.dispatch;

import io.sitehook.spi.Delivery;
import io.sitehook.spi.Outcome;
import io.sitehook.spi.WorkflowStates;
import io.sitehook.store.Worklist;
import java.sql.Connection;

/** A handler that deliveries can be run with. */
public interface InstalledHandler {

    /** The stable id that is stored in rows. */
    String name();

    /** The states it wants. */
    WorkflowStates states();

    /** The kind of event it gets; only built-in handlers get others than status changes. */
    default String kind() {
        return Router.STATUS_CHANGE;
    }

    /** The jar it comes from, recorded with each attempt. */
    Worklist.Unit unit();

    /**
     * Runs it once, on the caller's thread.
     *
     * @throws Exception whatever the handler throws; errors pass too, and null may be returned
     */
    Outcome handle(Delivery delivery) throws Exception;

    /** Whether it is run by {@link #handle(Delivery, Connection)}, in a transaction that also records its success. */
    default boolean isTransactional() {
        return false;
    }

    /**
     * Runs a transactional one once, on the caller's thread.
     *
     * @throws Exception whatever the handler throws; errors pass too, and null may be returned
     */
    default Outcome handle(Delivery delivery, Connection connection) throws Exception {
        throw new UnsupportedOperationException(name() + " is not transactional");
    }

    /**
     * How many more attempts it can take on now, apart from its policy's concurrency. Asked at each turn of the
     * dispatcher, while held for the turn.
     */
    default int places() {
        return Integer.MAX_VALUE;
    }

    /**
     * Keeps its jar open until {@link #release()}. Every attempt holds its handler from before it is claimed until its
     * thread has ended.
     *
     * @return false if it has been replaced or removed; then it must not be used
     */
    boolean hold();

    /** Ends one hold. */
    void release();
}
