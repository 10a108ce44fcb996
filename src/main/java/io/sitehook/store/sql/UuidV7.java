package io.sitehook.store.sql;

import java.security.SecureRandom;
import java.util.UUID;

/**
 * Makes UUIDs of version 7 (RFC 9562): time in milliseconds, then a counter, then random bits, so that each is greater
 * than the one before, also when the clock goes back. Thread-safe.
 */
final class UuidV7 {
    private static final int COUNTER_BITS = 12;

    private final SecureRandom random = new SecureRandom();
    private long lastTick;

    /**
     * Makes the next one.
     *
     * @param millis the time, milliseconds since 1970
     * @return an id greater than all before
     */
    synchronized UUID next(long millis) {
        // Time and counter are one number: a full counter runs over into the next millisecond.
        lastTick = Math.max(lastTick + 1, millis << COUNTER_BITS);
        long time = lastTick >>> COUNTER_BITS;
        long counter = lastTick & 0xFFF;
        return new UUID(time << 16 | 0x7000 | counter, random.nextLong() >>> 2 | 1L << 63);
    }
}
