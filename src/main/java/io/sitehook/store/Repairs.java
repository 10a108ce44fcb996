package io.sitehook.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What a person does to what is stored. Every call is one transaction of the writer's, committed when its future
 * completes, and small: who means many deliveries calls often. Calls do not block.
 */
public interface Repairs {

    /**
     * What became of a call on several deliveries.
     *
     * @param done how many were changed
     * @param skipped how many were not, because they run or wait to be run, or are in no state for it
     */
    record Changed(int done, int skipped) {}

    /** A handler that takes nothing more for now. */
    record Pause(String by, String reason, Instant at) {}

    /** What became of a call on one event. */
    enum Refused {
        /** There is none with this id. */
        UNKNOWN,
        /** Its body can't be read: it has to be repaired. */
        UNREADABLE,
        /** It has not been given to handlers yet; that happens by itself. */
        NOT_ROUTED,
        /** All that was asked for runs, or waits to be run. */
        OPEN,
        /** It is not unreadable, so there is nothing to repair. */
        READABLE
    }

    /**
     * What one event's call led to.
     *
     * @param count deliveries that run again
     * @param event the event that runs: the same, or the new one
     * @param refused why nothing was done, null if something was
     */
    record Replayed(int count, String event, @Nullable Refused refused) {}

    /** A call that belongs to a job: its progress is stored in the same transaction; null: to none. */
    record Batch(List<Long> deliveries, @Nullable String job) {}

    /**
     * Runs deliveries again, under the same event id. Each takes its place in the line of its project, by order of
     * receipt, and gets all its attempts. One that waits for another attempt is tried at once.
     *
     * @param by who asks for it; noted with the run
     */
    CompletableFuture<Changed> replay(Batch batch, String by);

    /** Gives deliveries up for good that have failed or wait for another attempt. */
    CompletableFuture<Changed> discard(Batch batch, String reason);

    /**
     * Runs one event again, under the same id.
     *
     * @param handlers for these, whether they had it before or not
     */
    CompletableFuture<Replayed> replayEvent(String event, List<String> handlers, String by);

    /**
     * Stores a copy of an event as if it had come in now.
     *
     * @param handlers for these; null: for whichever take its state
     */
    CompletableFuture<Replayed> replayAsNew(String event, @Nullable List<String> handlers, String by);

    /**
     * Stores the corrected body of an unreadable event as a new one.
     *
     * @param body with the value of api_key masked
     * @param bodySha256 of the body before masking
     */
    CompletableFuture<Replayed> repair(
            String event, byte[] body, byte[] bodySha256, Incoming.Parsed content, String by);

    /**
     * Gives parked status changes to a handler, oldest first.
     *
     * @param states of these workflow states; empty text: without one
     * @param most how many at most
     * @return done: how many; fewer than {@code most} if there are no more
     */
    CompletableFuture<Changed> offer(String handler, List<String> states, int most, String by, @Nullable String job);

    /** Has nothing more given to a handler, over restarts too. What runs finishes. */
    CompletableFuture<Boolean> pause(String handler, String by, String reason);

    /** Ends the pause; false if there was none. */
    CompletableFuture<Boolean> resume(String handler);

    /** The handlers that are paused, by name. Does not ask the database. */
    Map<String, Pause> paused();

    /** What a job is about. */
    record JobRow(String id, String action, String state, long total, long done, long skipped, String by, Instant at) {}

    /** Notes that a job begins. */
    CompletableFuture<Boolean> beginJob(JobRow job);

    /** Notes that it has ended: {@code FINISHED}, {@code CANCELLED} or {@code FAILED}. */
    CompletableFuture<Boolean> endJob(String id, String state);

    /** One job. Blocks. */
    Optional<JobRow> job(String id);

    /** The latest jobs, newest first. Blocks. */
    List<JobRow> jobs(int limit);
}
