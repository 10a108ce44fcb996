package io.sitehook.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Takes out what has been kept long enough. Looking reads on connections of its own; removing is done by the writer, in
 * pieces that end after a given time, so that what comes in never waits for long.
 */
public interface Purge {

    /** What an event is to retention. */
    enum Kind {
        /** It is on its way: never taken out. */
        OPEN,
        /** Everything is done that was to be done: handled, given up by a person, a duplicate, ignored or repaired. */
        FINISHED,
        /** A delivery of it is a dead letter, or its body can't be read. */
        DEAD,
        /** No handler takes it. */
        PARKED;

        /**
         * Tells the kind.
         *
         * @param state the event's
         * @param open whether a delivery of it waits or runs
         * @param dead whether a delivery of it is a dead letter
         */
        public static Kind of(String state, boolean open, boolean dead) {
            if (open || state.equals("RECEIVED")) {
                return OPEN;
            }
            if (dead || state.equals("UNREADABLE")) {
                return DEAD;
            }
            return state.equals("PARKED") ? PARKED : FINISHED;
        }
    }

    /**
     * How long events are kept, counted from their receipt or from the end of their last delivery, whichever is later.
     * Zero: for ever.
     *
     * @param count how many events a connection keeps, about; of more, the oldest finished ones go whatever their age. Zero:
     *     any number
     */
    record Limits(Duration finished, Duration dead, Duration parked, long count) {

        /** Until when something is kept by its age, empty if for ever. */
        public Optional<Instant> keptUntil(Kind kind, Instant since) {
            Duration age = age(kind);
            return age.isZero() ? Optional.empty() : Optional.of(since.plus(age));
        }

        private Duration age(Kind kind) {
            return switch (kind) {
                case OPEN -> Duration.ZERO;
                case FINISHED -> finished;
                case DEAD -> dead;
                case PARKED -> parked;
            };
        }
    }

    /**
     * The limits of all connections.
     *
     * @param general those of a connection that has none of its own
     * @param audit how long the audit trail is kept; zero: for ever
     */
    record Rules(Limits general, Map<String, Limits> byConnection, Duration audit) {

        /** The limits of one connection, whether it still exists or not. */
        public Limits of(String connection) {
            return byConnection.getOrDefault(connection, general);
        }
    }

    /**
     * An event as retention sees it.
     *
     * @param position its place in the order of receipt
     * @param since from when its time counts
     */
    record Kept(long position, String connection, Kind kind, Instant receivedAt, Instant since) {}

    /**
     * What one piece of removing did.
     *
     * @param looked how many of those that were named it came to, from the first
     * @param removed those of these that were taken out; the others have changed since they were looked at
     */
    record Removed(int looked, List<Kept> removed) {}

    /**
     * Events in order of receipt. Blocks, as {@link Ledger} does.
     *
     * @param after the position before the first; 0: from the beginning
     */
    List<Kept> look(long after, int most);

    /** How many events each connection has, those made here by a replay or a repair left out. Blocks. */
    Map<String, Long> counts();

    /**
     * Takes events out with their deliveries and attempts, unless they have changed since they were looked at. Of each
     * connection the newest stays.
     *
     * @param limit after this no other is begun
     */
    CompletableFuture<Removed> remove(List<Kept> events, Duration limit);

    /**
     * Takes out old counts by the minute, which nobody can ask for, and causes, audit rows and jobs.
     *
     * @param countsBefore counts of minutes before then, and causes that were first seen before then and that nothing fails
     *     of any more
     * @param auditBefore audit rows and jobs of before then
     * @param most how many rows of each at most
     * @return how many rows; fewer than {@code most}: there are no more
     */
    CompletableFuture<Integer> trim(Instant countsBefore, Instant auditBefore, int most);

    /**
     * Gives free space at the end of the file back to the disk, if there is much of it.
     *
     * @param limit after about this it ends
     * @return whether there is more to give back
     */
    CompletableFuture<Boolean> shrink(Duration limit);
}
