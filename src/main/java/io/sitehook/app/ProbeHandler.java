package io.sitehook.app;

import io.sitehook.dispatch.DeliveryPolicy;
import io.sitehook.dispatch.InstalledHandler;
import io.sitehook.spi.Delivery;
import io.sitehook.spi.Outcome;
import io.sitehook.spi.WorkflowStates;
import io.sitehook.store.Worklist;
import java.time.Duration;
import java.util.List;

/** The handler of probes: it does nothing, and goes all the way that others go. */
final class ProbeHandler implements InstalledHandler {
    static final String NAME = "sitehook-probe";
    static final String KIND = "sitehook_probe";
    static final Worklist.Unit UNIT = new Worklist.Unit("built-in", "", "");
    static final DeliveryPolicy POLICY =
            new DeliveryPolicy(1, List.of(Duration.ofSeconds(5)), Duration.ofSeconds(30), 1, false);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public WorkflowStates states() {
        return WorkflowStates.all();
    }

    @Override
    public Worklist.Unit unit() {
        return UNIT;
    }

    @Override
    public Outcome handle(Delivery delivery) {
        return Outcome.done("the probe came through");
    }

    @Override
    public boolean hold() {
        return true;
    }

    @Override
    public void release() {
        // nothing to keep open
    }
}
