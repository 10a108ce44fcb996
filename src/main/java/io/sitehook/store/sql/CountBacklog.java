package io.sitehook.store.sql;

import io.sitehook.store.Worklist.Backlog;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Counts what is open or needs a person. */
final class CountBacklog {
    private static final String COUNTS = """
            SELECT (SELECT count(*) FROM delivery WHERE state IN ('PENDING', 'RUNNING')),
                (SELECT count(*) FROM delivery WHERE state = 'DEAD'),
                (SELECT count(*) FROM event WHERE state = 'PARKED'),
                (SELECT count(*) FROM event WHERE state = 'UNREADABLE')""";

    private CountBacklog() {}

    static Backlog run(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(COUNTS);
                ResultSet row = select.executeQuery()) {
            row.next();
            return new Backlog(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4));
        }
    }
}
