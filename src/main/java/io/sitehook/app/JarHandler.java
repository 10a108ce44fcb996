package io.sitehook.app;

import io.sitehook.builtin.options.AwayException;
import io.sitehook.builtin.options.Resting;
import io.sitehook.dispatch.InstalledHandler;
import io.sitehook.dispatch.PostponedException;
import io.sitehook.handle.LoadedHandler;
import io.sitehook.spi.Delivery;
import io.sitehook.spi.Outcome;
import io.sitehook.spi.WorkflowStates;
import io.sitehook.store.Worklist;
import java.sql.Connection;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * A handler from a jar, or a built-in one, as the dispatcher knows handlers.
 *
 * @param ringAfter has the dispatcher look again after a time
 */
record JarHandler(LoadedHandler loaded, Consumer<Duration> ringAfter) implements InstalledHandler {
    @Override
    public String name() {
        return loaded.name();
    }

    @Override
    public WorkflowStates states() {
        return loaded.states();
    }

    @Override
    public Worklist.Unit unit() {
        return new Worklist.Unit(
                loaded.unit().name(), loaded.unit().version(), loaded.unit().sha256());
    }

    @Override
    public Outcome handle(Delivery delivery) throws Exception {
        try {
            return loaded.handle(delivery);
        } catch (AwayException e) {
            ringAfter.accept(
                    e.delay()); // while the handler rests the dispatcher does not look when its deliveries are due
            throw new PostponedException(e.delay(), e.reason());
        }
    }

    @Override
    public int places() {
        return loaded.as(Resting.class).map(Resting::places).orElse(Integer.MAX_VALUE);
    }

    @Override
    public boolean isTransactional() {
        return loaded.isTransactional();
    }

    @Override
    public Outcome handle(Delivery delivery, Connection connection) throws Exception {
        return loaded.handle(delivery, connection);
    }

    @Override
    public boolean hold() {
        return loaded.hold();
    }

    @Override
    public void release() {
        loaded.release();
    }
}
