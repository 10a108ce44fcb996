package io.sitehook.app;

import io.sitehook.spi.WorkflowStates;
import java.util.Set;

/** The choice of states in the sender's form, as handlers know it. */
final class StateChoice {
    private StateChoice() {}

    /**
     * The set of states.
     *
     * @param all whether every state is chosen
     * @param withoutState whether status changes without a state are
     * @param codes the codes, if not all are; if there are none, {@code withoutState} is taken as set
     */
    static WorkflowStates of(boolean all, boolean withoutState, Set<String> codes) {
        if (all) {
            return WorkflowStates.all();
        }
        if (codes.isEmpty()) {
            return WorkflowStates.withoutState();
        }
        WorkflowStates named = WorkflowStates.of(codes.toArray(String[]::new));
        return withoutState ? named.and(WorkflowStates.withoutState()) : named;
    }
}
