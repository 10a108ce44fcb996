package io.sitehook.app;

import io.sitehook.dispatch.InstalledHandler;
import io.sitehook.handle.LoadedHandler;
import io.sitehook.spi.Delivery;
import io.sitehook.spi.Outcome;
import io.sitehook.spi.WorkflowStates;
import io.sitehook.store.Worklist;
import java.sql.Connection;

/** A handler from a jar, as the dispatcher knows handlers. */
record JarHandler(LoadedHandler loaded) implements InstalledHandler {
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
        return loaded.handle(delivery);
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
