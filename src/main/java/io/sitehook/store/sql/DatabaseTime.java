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
    static final String NOW = "floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint";

    private final Clock own;
    private volatile long aheadMillis;

    /** @param own this server's clock */
    public DatabaseTime(Clock own) {
        this.own = own;
    }

    /**
     * Hears the database's time. From then on this clock is as far behind it as the news took to get here, and never ahead
     * of it: what is written under a lock that another server held before has a later time than what that one wrote.
     *
     * @param databaseMillis milliseconds since 1970, just now
     */
    @Override
    public void accept(long databaseMillis) {
        aheadMillis = databaseMillis - own.millis();
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
