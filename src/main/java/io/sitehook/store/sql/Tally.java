package io.sitehook.store.sql;

import io.sitehook.store.Receipt.Result;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts what a transaction stores, and writes it at the end: two rows for each connection, however many events there
 * were. For one transaction.
 */
final class Tally {
    private static final String COUNT = """
            INSERT INTO tally (connection, minute, received, duplicates, ignored, unreadable) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (connection, minute) DO UPDATE SET received = tally.received + excluded.received,
                duplicates = tally.duplicates + excluded.duplicates, ignored = tally.ignored + excluded.ignored,
                unreadable = tally.unreadable + excluded.unreadable""";
    private static final String TOTAL = """
            INSERT INTO connection_total (connection, received, last_at, last_id) VALUES (?, ?, ?, ?)
            ON CONFLICT (connection) DO UPDATE SET received = connection_total.received + excluded.received,
                last_at = excluded.last_at,
                last_id = excluded.last_id""";
    private static final long MILLIS = 60_000;

    private final Map<String, Counts> byConnection = new TreeMap<>();

    /** The minutes since 1970. */
    static long minute(long millis) {
        return Math.floorDiv(millis, MILLIS);
    }

    static Instant start(long minute) {
        return Instant.ofEpochMilli(minute * MILLIS);
    }

    private static final class Counts {
        int received;
        int duplicates;
        int ignored;
        int unreadable;
        long lastAt;
        String lastId = "";
    }

    /** One event was stored. */
    void add(String connection, long millis, String id, Result result) {
        Counts counts = byConnection.computeIfAbsent(connection, name -> new Counts());
        counts.received++;
        counts.duplicates += result == Result.DUPLICATE ? 1 : 0;
        counts.ignored += result == Result.IGNORED ? 1 : 0;
        counts.unreadable += result == Result.UNREADABLE ? 1 : 0;
        counts.lastAt = millis;
        counts.lastId = id;
    }

    /** Writes what was counted. What was committed together counts to the minute of the last one. */
    void write(Connection connection) throws SQLException {
        try (PreparedStatement count = connection.prepareStatement(COUNT);
                PreparedStatement total = connection.prepareStatement(TOTAL)) {
            for (Map.Entry<String, Counts> entry : byConnection.entrySet()) {
                Counts counts = entry.getValue();
                count.setString(1, entry.getKey());
                count.setLong(2, minute(counts.lastAt));
                count.setInt(3, counts.received);
                count.setInt(4, counts.duplicates);
                count.setInt(5, counts.ignored);
                count.setInt(6, counts.unreadable);
                count.executeUpdate();
                total.setString(1, entry.getKey());
                total.setInt(2, counts.received);
                total.setLong(3, counts.lastAt);
                total.setString(4, counts.lastId);
                total.executeUpdate();
            }
        }
    }
}
