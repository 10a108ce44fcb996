package io.sitehook.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What came in and what was done, counted. Reads like {@link Ledger}. */
public interface Counters {

    /**
     * What one connection did.
     *
     * @param total how many requests were stored from the beginning
     * @param lastEventAt null if there never was one
     * @param lastHour stored in the last 60 minutes
     */
    record ConnectionCounts(
            long total,
            @Nullable Instant lastEventAt,
            @Nullable String lastEventId,
            long lastHour,
            long last24h,
            long duplicates24h,
            long rejected24h,
            @Nullable Instant lastRejectedAt) {}

    /**
     * What one handler has done and has to do.
     *
     * @param waiting pending deliveries
     * @param oldestWaiting when the event of the oldest open delivery was received, null if none is open
     */
    record HandlerCounts(
            long waiting, long running, @Nullable Instant oldestWaiting, long dead, long done24h, long failed24h) {}

    /**
     * Counts over time.
     *
     * @param from the beginning of the first bucket
     * @param bucket how long each lasts
     * @param failed attempts
     */
    record History(
            Instant from,
            Duration bucket,
            List<Long> received,
            List<Long> handled,
            List<Long> failed,
            List<Long> rejected) {}

    /**
     * What the sweeps of one connection did.
     *
     * @param endedAt when the last one that came to its end did; null if that was before this was noted
     * @param lastFound how many events that one put in
     * @param found how many all put in
     */
    record SweepCounts(@Nullable Instant endedAt, long lastFound, long found) {}

    /** All connections that were ever counted, by name. */
    Map<String, ConnectionCounts> connections();

    /** All handlers that have done something in the last day or have something to do, by name. */
    Map<String, HandlerCounts> handlers();

    /** All connections that were ever swept, by name. */
    Map<String, SweepCounts> sweeps();

    /** When a handler was last done with a delivery, to the minute; empty if it never was. */
    Optional<Instant> lastDone(String handler);

    /** What is open or needs a person. */
    Worklist.Backlog backlog();

    /**
     * Counts of the buckets that end with the present one.
     *
     * @param span how far back
     * @param bucket a whole number of minutes
     */
    History history(Duration span, Duration bucket);

    /** How many requests were stored from the beginning, over all connections. */
    long stored();
}
