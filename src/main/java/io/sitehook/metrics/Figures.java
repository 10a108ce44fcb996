package io.sitehook.metrics;

import java.time.Instant;
import java.util.Map;

/**
 * What is read when somebody asks for the figures.
 *
 * @param storeUp whether the store can be written
 * @param queued how much waits for the store's writer
 * @param answered posts whose senders were told that they are stored, since the start
 * @param databaseBytes the database with its log
 * @param rows what has to be asked of the database, null if it can't be read
 */
public record Figures(
        boolean storeUp,
        int queued,
        long answered,
        long databaseBytes,
        @org.jspecify.annotations.Nullable Rows rows) {

    /**
     * What stands in the database.
     *
     * @param committed posts that were committed since the start
     * @param parked events that no handler takes
     * @param unreadable events whose body can't be read
     * @param handlers what each handler has to do, by name
     * @param lastPosts when the last post of each connection was stored, by name
     */
    public record Rows(
            long committed,
            long parked,
            long unreadable,
            Map<String, Handler> handlers,
            Map<String, Instant> lastPosts) {}

    /**
     * What a handler has to do.
     *
     * @param oldestSeconds how long ago the event of its oldest open delivery was received; 0 if none is open
     * @param dead dead letters that are kept
     * @param stuckThreads threads that were given up at their deadline and still run
     */
    public record Handler(long pending, long running, double oldestSeconds, long dead, int stuckThreads) {}
}
