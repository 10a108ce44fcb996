package io.sitehook.store.sql;

import io.sitehook.store.BadCursorException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of events by their order of receipt.
 *
 * @param from the first
 * @param to the one after the last
 */
record SeqRange(long from, long to) {
    static final SeqRange ALL = new SeqRange(0, Long.MAX_VALUE);

    /** Requests that come together are not numbered in the order of their times. */
    private static final Duration SLACK = Duration.ofMinutes(1);

    /**
     * The stretch in which all events of a time are. Ids begin with the time and grow with the order of receipt, so their
     * index finds it; it may hold some more. After the clock was set back, ids keep the later time until it is reached
     * again: events of that while can be missed at the end of the stretch.
     */
    static SeqRange of(Connection connection, @Nullable Instant from, @Nullable Instant to) throws SQLException {
        Long first = from == null ? Long.valueOf(0) : seqAt(connection, from);
        Long end = to == null ? null : seqAt(connection, to.plus(SLACK));
        return new SeqRange(first == null ? Long.MAX_VALUE : first, end == null ? Long.MAX_VALUE : end);
    }

    private static @Nullable Long seqAt(Connection connection, Instant time) throws SQLException {
        long millis = Math.max(0, Math.min(time.toEpochMilli(), 0xFFFF_FFFF_FFFFL));
        String hex = String.format(java.util.Locale.ROOT, "%012x", millis);
        String id = hex.substring(0, 8) + "-" + hex.substring(8);
        return new Query("SELECT seq FROM event WHERE id >= ? ORDER BY id LIMIT 1", id).number(connection);
    }

    /** The part of it before a sequence number. */
    SeqRange before(long seq) {
        return new SeqRange(from, Math.min(to, seq));
    }

    SeqRange intersect(SeqRange other) {
        return new SeqRange(Math.max(from, other.from), Math.min(to, other.to));
    }

    boolean isEmpty() {
        return from >= to;
    }

    /** A number as a cursor. */
    static String cursor(long seq) {
        return Long.toString(seq, Character.MAX_RADIX);
    }

    /** The number in a cursor. */
    static long seq(String cursor) {
        try {
            long seq = Long.parseLong(cursor, Character.MAX_RADIX);
            if (seq >= 0) {
                return seq;
            }
        } catch (NumberFormatException e) {
            throw (BadCursorException) new BadCursorException().initCause(e);
        }
        throw new BadCursorException();
    }
}
