package io.sitehook.store.sql;

import java.sql.SQLException;
import java.util.Locale;
import org.sqlite.SQLiteErrorCode;

/** What SQLite's error codes mean for an operator. */
final class SqliteErrors implements Dialect.Errors {
    static final SqliteErrors INSTANCE = new SqliteErrors();

    private SqliteErrors() {}

    @Override
    public boolean isFaultOfTheWork(SQLException e) {
        return switch (primary(e)) {
            case SQLITE_CONSTRAINT, SQLITE_MISMATCH, SQLITE_TOOBIG, SQLITE_RANGE, SQLITE_ERROR -> true;
            default -> false;
        };
    }

    /** The writer is alone; another program's lock was waited for long enough. */
    @Override
    public boolean isCollision(SQLException e) {
        return false;
    }

    @Override
    public String inWords(SQLException e) {
        String advice =
                switch (primary(e)) {
                    case SQLITE_FULL ->
                        "the disk is full (or the file has reached its size limit). Free some space; it goes on by itself";
                    case SQLITE_READONLY ->
                        "the database or its directory is read-only. Make it writable for the server's user; it goes on by itself";
                    case SQLITE_BUSY, SQLITE_LOCKED ->
                        "another program holds the database's lock. End it; it goes on by itself";
                    case SQLITE_IOERR -> "the disk reported an I/O error. Look into the system log";
                    case SQLITE_CORRUPT, SQLITE_NOTADB ->
                        "the database file is damaged. Stop the server, keep the file, and restore a backup";
                    case SQLITE_CANTOPEN ->
                        "the database file can't be opened. Check that it exists and belongs to the server's user";
                    case SQLITE_PERM, SQLITE_AUTH -> "the server's user may not use the database file";
                    default -> "the database reported an error";
                };
        return String.format(Locale.ROOT, "%s [%s]", advice, e.getMessage());
    }

    private static SQLiteErrorCode primary(SQLException e) {
        // The low byte is the primary code; the rest says more about it (SQLITE_IOERR_FSYNC and the like).
        return SQLiteErrorCode.getErrorCode(e.getErrorCode() & 0xFF);
    }
}
