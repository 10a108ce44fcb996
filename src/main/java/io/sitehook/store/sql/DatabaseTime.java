package io.sitehook.store.sql;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.LongConsumer;

/**
 * This server's clock, set by the database's: leases and due times mean the same on every server, however wrong their own
 * clocks are. Until it is told, it is the server's. Safe for use by several threads.
 */
public final class DatabaseTime extends Clock implements LongConsumer {
    /** The database's time in milliseconds since 1970, as an expression in PostgreSQL. */
    static final String NOW = "(extract(epoch FROM clock_timestamp()) * 1000)::bigint";

    /** Less than this is the way there and back. */
    private static final long WORTH_SETTING_MILLIS = 50;

    private final Clock own;
    private volatile long aheadMillis;

    /** @param own this server's clock */
    public DatabaseTime(Clock own) {
        this.own = own;
    }

    /**
     * Hears the database's time.
     *
     * @param databaseMillis milliseconds since 1970, just now
     */
    @Override
    public void accept(long databaseMillis) {
        long ahead = databaseMillis - own.millis();
        if (Math.abs(ahead - aheadMillis) > WORTH_SETTING_MILLIS) {
            aheadMillis = ahead;
        }
    }

    @Override
    public long millis() {
        return own.millis() + aheadMillis;
    }

    @Override
    public Instant instant() {
        return own.instant().plusMillis(aheadMillis);
    }

    @Override
    public ZoneId getZone() {
        return own.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return own.withZone(zone);
    }
}
