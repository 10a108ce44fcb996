package io.sitehook.spi;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A set of workflow states: some by their codes, or all, with or without those status changes that carry no state.
 * Immutable.
 */
public final class WorkflowStates {

    private static final int LONGEST_CODE = 200;

    private final boolean all;
    private final boolean withoutState;
    private final Set<String> codes;

    private WorkflowStates(boolean all, boolean withoutState, Set<String> codes) {
        this.all = all;
        this.withoutState = withoutState;
        this.codes = Set.copyOf(codes);
    }

    /**
     * The states with these codes, compared exactly, case included.
     *
     * @param codes one or more codes as SiteCapture sends them, for example {@code COMPLETE}; 1 to 200 characters each
     * @return the set of them
     * @throws IllegalArgumentException if there is no code, or one is blank or too long
     */
    public static WorkflowStates of(String... codes) {
        if (codes.length == 0) {
            throw new IllegalArgumentException(
                    "no workflow state given: name at least one, or use all() or withoutState()");
        }
        for (String code : codes) {
            Objects.requireNonNull(code, "workflow state");
            if (code.isBlank() || code.length() > LONGEST_CODE) {
                throw new IllegalArgumentException("a workflow state has 1 to " + LONGEST_CODE
                        + " characters and is not blank; got " + code.length() + " characters");
            }
        }
        return new WorkflowStates(false, false, Set.of(codes.clone()));
    }

    /**
     * Every status change, those without a workflow state included: what SiteCapture's form calls ALL.
     *
     * @return the set of everything
     */
    public static WorkflowStates all() {
        return new WorkflowStates(true, true, Set.of());
    }

    /**
     * The status changes that carry no workflow state.
     *
     * @return the set of just these
     */
    public static WorkflowStates withoutState() {
        return new WorkflowStates(false, true, Set.of());
    }

    /**
     * Both sets together.
     *
     * @param other the states to add
     * @return a new set; this one is unchanged
     */
    public WorkflowStates and(WorkflowStates other) {
        Set<String> both = new TreeSet<>(codes);
        both.addAll(other.codes);
        return new WorkflowStates(all || other.all, withoutState || other.withoutState, both);
    }

    /**
     * Whether a status change with this state belongs to the set.
     *
     * @param workflowState the code, empty for a status change without a state
     * @return true if it does
     */
    public boolean includes(Optional<String> workflowState) {
        return workflowState.map(code -> all || codes.contains(code)).orElse(withoutState);
    }

    /**
     * Whether every state belongs to the set.
     *
     * @return true for {@link #all()} and whatever it was combined with
     */
    public boolean includesAll() {
        return all;
    }

    /**
     * Whether status changes without a state belong to the set.
     *
     * @return true for {@link #all()}, {@link #withoutState()} and whatever they were combined with
     */
    public boolean includesWithoutState() {
        return withoutState;
    }

    /**
     * The codes that were named one by one.
     *
     * @return the codes, unmodifiable and in no order; empty for {@link #all()}
     */
    public Set<String> codes() {
        return codes;
    }

    @Override
    public boolean equals(Object object) {
        return object instanceof WorkflowStates other
                && all == other.all
                && withoutState == other.withoutState
                && codes.equals(other.codes);
    }

    @Override
    public int hashCode() {
        return Objects.hash(all, withoutState, codes);
    }

    /** The set in words, for logs and pages. */
    @Override
    public String toString() {
        if (all) {
            return "all states";
        }
        String named = String.join(", ", new TreeSet<>(codes));
        if (!withoutState) {
            return named;
        }
        return named.isEmpty() ? "without a state" : named + ", without a state";
    }
}
