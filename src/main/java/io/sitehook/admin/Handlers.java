package io.sitehook.admin;

import io.sitehook.spi.WorkflowStates;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The handlers in use, and what is wrong with those that are not. */
public interface Handlers {

    /**
     * Where a handler comes from.
     *
     * @param source {@code directory}, {@code class path} or {@code built-in}
     */
    record Unit(String name, String version, String sha256, String source) {}

    /** How its deliveries are run; {@code order} is {@code strict} or {@code latest}. */
    record Policy(int attempts, List<Duration> schedule, Duration deadline, int concurrency, String order) {}

    /**
     * A handler in use.
     *
     * @param generation how often its jar has been exchanged since the start, from 1
     * @param since when this one was taken into use
     * @param settings its own settings; secrets among them
     * @param stuckThreads threads that ignore the interrupt at their deadline
     */
    record Installed(
            String name,
            WorkflowStates states,
            Unit unit,
            int generation,
            Instant since,
            Map<String, String> settings,
            Policy policy,
            int stuckThreads) {}

    /** Why a jar, or one handler in it, is not used. */
    record Problem(String unit, @Nullable String provider, String what, String remedy, Instant at) {}

    /**
     * An exchanged jar whose classes are not gone yet.
     *
     * @param state {@code in use}, {@code closing}, {@code unloaded} or {@code leaked}
     * @param by the thread that keeps it, null if none is known
     */
    record Unloading(
            String unit,
            Instant since,
            String state,
            @Nullable String by) {}

    /** Those in use, by name. */
    List<Installed> installed();

    /** What was refused. */
    List<Problem> problems();

    /** What is being unloaded. */
    List<Unloading> unloading();
}
