package io.sitehook.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What is to be run. Every call is one transaction, committed (and synced) when its future completes; it fails with
 * {@link StoreUnavailableException} if the store can't write now, and then nothing has changed unless the commit's
 * outcome is unknown. Calls do not block and take effect in the order in which they were made.
 */
public interface Worklist {

    /** Decides which handlers get an event. Called inside the transaction: quick, and without side effects. */
    interface Routing {
        /**
         * Names the handlers that get an event.
         *
         * @return empty: the event is parked until a handler for its state arrives
         */
        List<Target> targets(Unrouted event);
    }

    /**
     * An event that no delivery was made for yet.
     *
     * @param kind the kind of event, as sent
     * @param workflowState the code of the state, null if it has none
     */
    record Unrouted(String kind, @Nullable String workflowState) {}

    /**
     * A handler that gets an event.
     *
     * @param latest whether this event replaces a failed one of its project that waits for another attempt
     */
    record Target(String handler, boolean latest) {}

    /**
     * What one handler can take on.
     *
     * @param limit how many deliveries at most
     * @param lease how long they are ours without a heartbeat
     * @param unit the handler's jar, recorded with each attempt
     */
    record Capacity(String handler, int limit, Duration lease, Unit unit) {}

    /** A handler jar: file name, version (may be empty), SHA-256 in hex (may be empty). */
    record Unit(String name, String version, String sha256) {}

    /**
     * A delivery that is ours to run, counted as an attempt.
     *
     * @param id the delivery
     * @param handler its handler
     * @param attempt the number of this attempt, from 1
     * @param failures how many attempts have failed before
     * @param fence proves that a later result belongs to this claim
     */
    record Claimed(long id, String handler, int attempt, int failures, long fence, ClaimedEvent event) {}

    /**
     * The event of a claimed delivery.
     *
     * @param hops the Sitehooks that relayed it, ids separated by commas; null if none did
     * @param traceparent its place in a distributed trace; null if it is in none
     */
    record ClaimedEvent(
            String id,
            String connection,
            String projectId,
            String status,
            @Nullable String workflowState,
            Instant receivedAt,
            byte[] body,
            byte[] bodySha256,
            @Nullable String repeatOf,
            @Nullable String hops,
            @Nullable String traceparent) {}

    /**
     * What was claimed.
     *
     * @param deliveries in the order in which they are due
     * @param nextDue when the next delivery of these handlers becomes due, null if none waits
     */
    record Claim(List<Claimed> deliveries, @Nullable Instant nextDue) {}

    /** How an attempt ended. */
    enum AttemptOutcome {
        DONE,
        RETRY,
        REJECTED,
        FAILED,
        TIMED_OUT,
        /** Interrupted because the server stops; does not count as a failure. */
        STOPPED
    }

    /** What becomes of the delivery. */
    sealed interface Next {}

    /** Finished. */
    record Done() implements Next {}

    /** No more attempts: a dead letter. */
    record Dead() implements Next {}

    /**
     * Another attempt.
     *
     * @param due when, at the earliest
     * @param counts whether this attempt counts towards the limit
     * @param latest whether it is closed as superseded instead, if a later delivery of its project waits
     */
    record Again(Instant due, boolean counts, boolean latest) implements Next {}

    /**
     * The result of an attempt.
     *
     * @param text note or reason, null if there is none
     * @param error stack trace, null if nothing was thrown
     * @param threadDump of the handler's thread at the deadline, null if it kept it
     * @param cause why it failed, null if it did not
     */
    record Result(
            AttemptOutcome outcome,
            Next next,
            @Nullable String text,
            @Nullable String error,
            @Nullable String threadDump,
            @Nullable Cause cause) {

        /** A result without a cause. */
        public Result(
                AttemptOutcome outcome,
                Next next,
                @Nullable String text,
                @Nullable String error,
                @Nullable String threadDump) {
            this(outcome, next, text, error, threadDump, null);
        }
    }

    /**
     * Why an attempt failed, so that those that fail alike are found together.
     *
     * @param what the exception's class, or the reason with its digits folded
     * @param frame the topmost frame in the handler's own code, null if there is none
     */
    record Cause(String what, @Nullable String frame) {}

    /**
     * What was found unfinished.
     *
     * @param released deliveries that run again
     * @param dead deliveries that became dead letters, because the server died during too many attempts
     */
    record Released(int released, int dead) {}

    /**
     * Counts of what is open or needs a person.
     *
     * @param open deliveries pending or running
     * @param dead dead letters
     * @param parked events without a handler
     * @param unreadable events whose body can't be read
     */
    record Backlog(long open, long dead, long parked, long unreadable) {}

    /**
     * Has events routed in the transaction that stores them, where the store does both in one, and nothing older waits to
     * be routed. All others are left for {@link #route}. From any thread; holds for the next transaction.
     *
     * @param routing null: all events are left, as they are before the first call
     */
    void routeArrivals(@Nullable Routing routing);

    /**
     * Makes the deliveries of events that have none yet, oldest first.
     *
     * @param most how many events at most
     * @return how many events were taken
     */
    CompletableFuture<Integer> route(Routing routing, int most);

    /**
     * Claims deliveries that are due.
     *
     * @param capacities what each handler can take on
     * @param paused connections whose deliveries stay where they are
     */
    CompletableFuture<Claim> claim(List<Capacity> capacities, Set<String> paused);

    /**
     * Records an attempt's result.
     *
     * @return false if the claim was no longer ours (its lease had run out): then nothing was changed
     */
    CompletableFuture<Boolean> finish(Claimed claimed, Result result);

    /**
     * Prolongs the leases of deliveries that run here.
     *
     * @return how many were still ours
     */
    CompletableFuture<Integer> heartbeat(List<Claimed> running, Duration lease);

    /** Frees deliveries whose lease has run out: their server has died or hung. */
    CompletableFuture<Released> releaseExpired();

    /**
     * Frees what this server ran before it ended, for its start; in a store for one server, everything that is marked as
     * running.
     */
    CompletableFuture<Released> releaseOwn();

    /** Counts what is open. */
    CompletableFuture<Backlog> backlog();

    /**
     * What waits for a handler.
     *
     * @param openByHandler deliveries pending or running, by the handler's name
     * @param parkedByState parked status changes, by workflow state; empty: without a state
     */
    record Waiting(Map<String, Long> openByHandler, Map<Optional<String>, Long> parkedByState) {}

    /** Counts what waits for handlers, installed or not. */
    CompletableFuture<Waiting> waiting();
}
