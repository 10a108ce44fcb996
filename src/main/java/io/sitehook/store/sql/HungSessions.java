package io.sitehook.store.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * Sessions of servers that hang in the middle of what they send or read. The database's limit for idle transactions does
 * not see them: to it they are at work, though it waits for the client with their locks in its hands.
 */
final class HungSessions {
    // A user may end its own sessions. What holds no lock of ours is none of our business. MATERIALIZED: in one WHERE
    // the database takes conditions in its own order, and what ends sessions must come after what chooses them.
    private static final String END = """
            WITH hung AS MATERIALIZED (
                SELECT pid, client_addr FROM pg_stat_activity a
                WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()
                    AND state = 'active' AND wait_event IN ('ClientRead', 'ClientWrite')
                    AND query_start < clock_timestamp() - ? * interval '1 millisecond'
                    AND EXISTS (SELECT 1 FROM pg_locks l WHERE l.pid = a.pid AND l.locktype = 'advisory' AND l.granted
                        AND l.database = a.datid AND l.classid = ? AND l.objsubid = 1))
            SELECT pid || coalesce(' of ' || host(client_addr), ''), pg_terminate_backend(pid) FROM hung""";

    private HungSessions() {}

    /**
     * Ends them; their transactions are rolled back.
     *
     * @param time how long the database has waited for them
     * @return which, for people
     */
    static List<String> end(Connection connection, Duration time) throws SQLException {
        return new Query(END, time.toMillis(), PostgresDialect.LOCKS).list(connection, row -> row.getString(1));
    }
}
