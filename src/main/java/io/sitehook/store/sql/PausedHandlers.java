package io.sitehook.store.sql;

import io.sitehook.store.Repairs.Pause;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/** Which handlers are paused, kept at hand for every turn of the dispatcher. */
final class PausedHandlers {
    private final Readers readers;
    private volatile Map<String, Pause> now = Map.of();

    PausedHandlers(Readers readers) {
        this.readers = readers;
    }

    Map<String, Pause> now() {
        return now;
    }

    /** Reads them anew, on the caller's thread. */
    void read() {
        now = readers.read(PausedHandlers::read);
    }

    void set(Map<String, Pause> paused) {
        now = paused;
    }

    static Map<String, Pause> read(Connection connection) throws SQLException {
        Map<String, Pause> all = new TreeMap<>();
        new Query("SELECT handler, paused_by, reason, at FROM handler_pause")
                .each(
                        connection,
                        row -> all.put(
                                row.getString(1),
                                new Pause(row.getString(2), row.getString(3), Query.instant(row, 4))));
        return Map.copyOf(all);
    }
}
