package io.sitehook.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is stored, for people to look at. All methods read, on connections of their own, so that no list holds up what
 * comes in; they block, for two seconds at most. They throw {@link StoreUnavailableException} if the database can't be
 * read, or that time is not enough.
 */
public interface Ledger {

    /** What an event's state is called. */
    enum EventState {
        RECEIVED,
        ROUTED,
        PARKED,
        DUPLICATE,
        IGNORED,
        UNREADABLE,
        REPAIRED
    }

    /** What a delivery's state is called. */
    enum DeliveryState {
        PENDING,
        RUNNING,
        DONE,
        DEAD,
        SUPERSEDED,
        DISCARDED
    }

    /**
     * Which events. A part that is null asks for nothing.
     *
     * @param workflowState empty text: those without a state
     * @param handler of a delivery that the event must have
     * @param deliveryState of a delivery that the event must have, for that handler if one is named
     * @param from received then or later
     * @param to received before then
     * @param swept true: those that the sweep put in
     * @param text the event's id or the beginning of it, the project's id, or a part of the status or the project's id
     */
    record EventFilter(
            @Nullable String connection,
            @Nullable String project,
            @Nullable String workflowState,
            @Nullable EventState state,
            @Nullable String handler,
            @Nullable DeliveryState deliveryState,
            @Nullable Instant from,
            @Nullable Instant to,
            boolean swept,
            @Nullable String text) {

        /** All events. */
        public static final EventFilter ALL =
                new EventFilter(null, null, null, null, null, null, null, null, false, null);
    }

    /** How many deliveries an event has. Open are those that wait or run. */
    record DeliveryCounts(long open, long done, long dead, long superseded, long discarded) {}

    /** One line of the list of events. */
    record EventRow(
            String id,
            String connection,
            @Nullable String project,
            @Nullable String kind,
            @Nullable String status,
            @Nullable String workflowState,
            Instant receivedAt,
            String state,
            @Nullable String reason,
            @Nullable String duplicateOf,
            @Nullable String repeatOf,
            @Nullable String repairOf,
            DeliveryCounts deliveries) {}

    /**
     * Everything about one event.
     *
     * @param body as received, the value of api_key masked
     * @param bodySha256 of the body before masking, in hexadecimal digits
     * @param signature how the signature matched, in words
     * @param traceparent its place in a distributed trace; null if it is in none
     */
    record EventDetail(
            EventRow row,
            byte[] body,
            String bodySha256,
            String signature,
            String remoteAddress,
            @Nullable String contentType,
            @Nullable String userAgent,
            @Nullable String traceparent,
            List<DeliveryDetail> deliveries) {}

    /** One delivery with all its runs. */
    record DeliveryDetail(
            long id,
            String handler,
            String state,
            boolean head,
            int attempts,
            int failures,
            int crashes,
            Instant dueAt,
            @Nullable Instant finishedAt,
            @Nullable String discardReason,
            List<Run> runs) {}

    /** One run of a handler; without an end and an outcome while it runs. */
    record Run(
            int number,
            Instant startedAt,
            @Nullable Instant finishedAt,
            @Nullable String outcome,
            @Nullable String text,
            @Nullable String error,
            @Nullable String threadDump,
            String unit,
            String unitVersion,
            String unitSha256,
            String node,
            @Nullable String replayedBy) {}

    /**
     * Which deliveries. A part that is null asks for nothing.
     *
     * @param cause the key of a group of failures; finds only what still fails: dead or before another attempt
     * @param from whose event was received then or later
     * @param to whose event was received before then
     */
    record DeliveryFilter(
            @Nullable DeliveryState state,
            @Nullable String handler,
            @Nullable String connection,
            @Nullable String project,
            @Nullable String cause,
            @Nullable Instant from,
            @Nullable Instant to) {

        /** All deliveries. */
        public static final DeliveryFilter ALL = new DeliveryFilter(null, null, null, null, null, null, null);
    }

    /** One line of the list of deliveries. */
    record DeliveryRow(
            long id,
            String event,
            String connection,
            String project,
            @Nullable String workflowState,
            String handler,
            String state,
            int attempts,
            Instant dueAt,
            @Nullable Instant finishedAt,
            @Nullable String lastOutcome,
            @Nullable String lastText,
            @Nullable String causeKey) {}

    /**
     * Which failures.
     *
     * @param state DEAD, or PENDING for those before another attempt; null for both
     */
    record FailureFilter(
            @Nullable String handler,
            @Nullable String connection,
            @Nullable DeliveryState state,
            @Nullable Instant from,
            @Nullable Instant to) {

        /** All failures. */
        public static final FailureFilter ALL = new FailureFilter(null, null, null, null, null);
    }

    /**
     * Deliveries that fail for one cause.
     *
     * @param cause the exception's class, or the handler's reason with its digits folded
     * @param frame the topmost frame in the handler's own code, null if there is none
     * @param text what was thrown or said the first time
     * @param firstAt when this cause was first seen
     * @param lastAt when the last attempt failed of it
     * @param sampleEvent the latest event
     */
    record FailureGroup(
            String key,
            String handler,
            String cause,
            @Nullable String frame,
            String text,
            long dead,
            long retrying,
            Instant firstAt,
            Instant lastAt,
            String sampleEvent) {}

    /**
     * A workflow state that was seen.
     *
     * @param state null: without a state
     * @param events how many status changes of it were taken in for handlers, from the beginning
     * @param lastAt when the last one was, null if all were ignored
     * @param parked how many wait for a handler
     */
    record SeenState(
            @Nullable String state, long events, @Nullable Instant lastAt, long parked) {}

    /**
     * Lists events, newest first.
     *
     * @param limit how many at most
     * @param cursor null: from the beginning
     * @throws BadCursorException if the cursor is none
     */
    Page<EventRow> events(EventFilter filter, int limit, @Nullable String cursor);

    /** One event, empty if there is none with this id. */
    Optional<EventDetail> event(String id);

    /**
     * Events that came after one, oldest first.
     *
     * @param after the id of an event, whether it still exists or not; null: from the beginning
     */
    List<EventRow> eventsAfter(@Nullable String after, int limit);

    /** When the oldest event that is still there was received, empty if there is none. */
    Optional<Instant> oldestEvent();

    /** The id of the newest event, empty if there is none. */
    Optional<String> newestEvent();

    /**
     * Lists deliveries, newest events first.
     *
     * @param limit how many at most
     * @param cursor null: from the beginning
     * @throws BadCursorException if the cursor is none
     */
    Page<DeliveryRow> deliveries(DeliveryFilter filter, int limit, @Nullable String cursor);

    /** How many deliveries a filter finds. */
    long countDeliveries(DeliveryFilter filter);

    /** Groups of failures, the largest first. */
    List<FailureGroup> failures(FailureFilter filter);

    /** The workflow states that were seen, those without a handler among them. */
    List<SeenState> seenStates();

    /** How large the database is, in bytes, log included. */
    long sizeBytes();

    /** The database's kind and version, for people, for example {@code SQLite} and {@code 3.54.1}. */
    List<String> databaseVersion();
}
