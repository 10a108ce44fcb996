package io.sitehook.dispatch;

import io.sitehook.spi.Delivery;
import io.sitehook.spi.Outcome;
import io.sitehook.spi.WorkflowStates;
import io.sitehook.store.Worklist;
import org.jspecify.annotations.Nullable;

/** A handler whose work is a lambda. */
record FakeHandler(String name, WorkflowStates states, Work work) implements InstalledHandler {

    /** What it does. */
    interface Work {
        @Nullable
        Outcome handle(Delivery delivery) throws Exception;
    }

    @Override
    public Worklist.Unit unit() {
        return new Worklist.Unit("fake.jar", "1", "");
    }

    @Override
    @SuppressWarnings("NullAway") // foreign handlers may break the contract too
    public Outcome handle(Delivery delivery) throws Exception {
        return work.handle(delivery);
    }

    @Override
    public boolean hold() {
        return true;
    }

    @Override
    public void release() {}
}
