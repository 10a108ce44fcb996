package io.sitehook.store.sql;

import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;

/**
 * Notices that the clock was set back, and gives deliveries their due times anew: what waited for ten minutes waits for
 * ten minutes from now, not for those and the whole jump. How long a delivery was to wait is read from its rows, which
 * say when that was decided; so it holds over a restart, and doing it twice changes nothing. For one thread.
 */
final class SetBackClock {
    private static final System.Logger LOGGER = System.getLogger(SetBackClock.class.getName());

    /** Steps that a clock makes to stay right, and what servers' clocks differ by, delay nothing worth the work. */
    private static final long WORTH_MILLIS = 1_000;

    private static final String DECIDED =
            "(SELECT a.finished_at FROM attempt a WHERE a.delivery = delivery.id AND a.number = delivery.attempts)";

    // A delivery that was not tried yet, or is replayed, was to run at once. The list of two states finds the index.
    private static final String DUE_ANEW = """
            UPDATE delivery INDEXED BY delivery_line
            SET due_at = CASE WHEN attempts = 0 OR replayed_by IS NOT NULL THEN ? ELSE ? + due_at - %1$s END
            WHERE state IN ('PENDING', 'RUNNING') AND state = 'PENDING' AND due_at > ?
                AND (attempts = 0 OR replayed_by IS NOT NULL OR %1$s > ?)""".formatted(DECIDED);

    private final Clock clock;
    private long latest = Long.MAX_VALUE; // so the first look, after a start, is a thorough one

    SetBackClock(Clock clock) {
        this.clock = clock;
    }

    /** Looks, in a transaction of the writer's. To be called some times a minute. */
    void look(Connection connection) throws SQLException {
        long now = clock.millis();
        long back = latest - now;
        if (back > WORTH_MILLIS) {
            int changed = new Query(DUE_ANEW, now, now, now, now).update(connection);
            if (changed > 0) {
                LOGGER.log(
                        Level.WARNING,
                        "the clock was set back"
                                + (latest == Long.MAX_VALUE
                                        ? " while the server was down"
                                        : " by " + Duration.ofMillis(back).toSeconds() + " s")
                                + ": " + changed + " waiting deliveries have new due times, by the new clock");
            }
            latest = now;
        }
        latest = Math.max(latest, now);
    }
}
