package io.sitehook.store.sql;

import java.sql.SQLException;
import java.util.Locale;

/** What PostgreSQL's SQLSTATEs mean for an operator. */
final class PostgresErrors implements Dialect.Errors {
    static final PostgresErrors INSTANCE = new PostgresErrors();

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private PostgresErrors() {}

    private static String state(SQLException e) {
        String state = e.getSQLState();
        return state == null ? "" : state;
    }

    /** The first two characters say what kind of error it is. */
    private static String kind(SQLException e) {
        String state = state(e);
        return state.length() < 2 ? "" : state.substring(0, 2);
    }

    @Override
    public boolean isFaultOfTheWork(SQLException e) {
        return switch (kind(e)) {
            // cardinality, data, a constraint, a cursor, a mistake in the SQL
            case "21", "22", "23", "24", "42" -> !state(e).equals("42501");
            default -> false;
        };
    }

    @Override
    public boolean isCollision(SQLException e) {
        return kind(e).equals("40");
    }

    @Override
    public String inWords(SQLException e) {
        String advice =
                switch (kind(e)) {
                    case "08" ->
                        "the database can't be reached, or the connection to it was lost. It is connected again by itself";
                    case "57" -> "the database ended the work, or is starting or stopping. It goes on by itself";
                    case "28" -> "the database refuses the login. Check sitehook.database.user and its password";
                    case "3D" -> "the database does not exist. Create it, or mend sitehook.database.url";
                    case "25" ->
                        "the database is read-only: a standby, or one that was told to be. It goes on as soon as it can be"
                                + " written to";
                    case "53" ->
                        state(e).equals("53300")
                                ? "the database has no connection left. Raise max_connections, or end some"
                                : "the database's disk or memory is full. Free some; it goes on by itself";
                    case "55" ->
                        state(e).equals(LOCK_NOT_AVAILABLE)
                                ? "another server holds a lock of the database for too long. It is tried again by itself"
                                : "the database can't do it in its present state";
                    case "58", "XX" -> "the database reports trouble with its disk or files. Look into its log";
                    case "42" -> "the database's user may not do that, or a table is missing. Look into the database";
                    default -> "the database reported an error";
                };
        return String.format(Locale.ROOT, "%s [%s]", advice, firstLine(e));
    }

    private static String firstLine(SQLException e) {
        String message = String.valueOf(e.getMessage());
        int end = message.indexOf('\n');
        return (end < 0 ? message : message.substring(0, end)) + (state(e).isEmpty() ? "" : ", SQLSTATE " + state(e));
    }
}
