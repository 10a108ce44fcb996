package io.sitehook.store.sql;

import io.sitehook.store.Worklist.AttemptOutcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** Counts attempts of one transaction, and writes a row for each handler at its end. */
final class HandlerTally {
    private static final String COUNT = """
            INSERT INTO handler_tally (minute, handler, done, failed) VALUES (?, ?, ?, ?)
            ON CONFLICT (minute, handler) DO UPDATE SET done = handler_tally.done + excluded.done,
                failed = handler_tally.failed + excluded.failed""";

    private final long minute;
    private final Map<String, Integer> done = new HashMap<>();
    private final Map<String, Integer> failed = new HashMap<>();

    HandlerTally(long minute) {
        this.minute = minute;
    }

    void add(String handler, AttemptOutcome outcome) {
        boolean good = outcome == AttemptOutcome.DONE;
        boolean bad = !good && outcome != AttemptOutcome.STOPPED;
        done.merge(handler, good ? 1 : 0, Integer::sum);
        failed.merge(handler, bad ? 1 : 0, Integer::sum);
    }

    void write(Connection connection) throws SQLException {
        for (Map.Entry<String, Integer> entry : done.entrySet()) {
            new Query(COUNT, minute, entry.getKey(), entry.getValue(), failed.getOrDefault(entry.getKey(), 0))
                    .update(connection);
        }
    }
}
