package io.sitehook.store.sql;

import io.sitehook.store.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/**
 * The database file: opened with write-ahead log and {@code synchronous=FULL}, so that a commit is on disk when it
 * returns.
 */
final class SqliteFile implements Connections.Opener {
    /** How long a transaction waits for another program's lock. Shorter than the time limit of a request. */
    private static final int BUSY_TIMEOUT_MILLIS = 3_000;

    // Negative: KiB, not pages.
    private static final int READ_CACHE = -8_000;
    /** What is changed again and again, the indexes above all, is not read again and again. */
    private static final int WRITE_CACHE = -32_000;

    /**
     * How long the log may grow, in pages of 4 KiB, before it is copied into the file, with two more syncs. Projects are
     * spread over the indexes, so the longer it is, the more often one copy serves many changes of a page.
     */
    private static final int CHECKPOINT_PAGES = 8_000;

    private static final long LARGEST_IDLE_WAL_BYTES = 64L << 20;

    private final Path file;
    private volatile boolean exists;

    SqliteFile(Path file) {
        this.file = file;
    }

    /**
     * Opens a connection. The first one may create the file; later ones must find it, so that a file that has gone is
     * noticed instead of being replaced by an empty one.
     */
    @Override
    public Connection open() throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setTransactionMode(SQLiteConfig.TransactionMode.DEFERRED);
        config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        config.enforceForeignKeys(true);
        config.setGetGeneratedKeys(false); // nobody asks for them, and each insert would look
        config.setJournalSizeLimit((int) LARGEST_IDLE_WAL_BYTES);
        config.setCacheSize(WRITE_CACHE);
        if (exists) {
            config.resetOpenMode(SQLiteOpenMode.CREATE);
        }
        Connection connection = config.createConnection("jdbc:sqlite:" + file);
        try {
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA wal_autocheckpoint = " + CHECKPOINT_PAGES);
            }
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Opens a connection that can't change anything. */
    Connection openReadOnly() throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        config.setCacheSize(READ_CACHE);
        Connection connection = config.createConnection("jdbc:sqlite:" + file);
        try {
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * Makes an empty file one that can give space back. Later that would take a copy of everything, so files that were
     * made before this was done stay as they are.
     */
    static void letItShrink(Connection connection) throws SQLException {
        Long tables = new Query("SELECT count(*) FROM sqlite_schema").number(connection);
        connection.rollback();
        if (tables == null || tables > 0) {
            return;
        }
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA auto_vacuum = INCREMENTAL");
            statement.execute("VACUUM");
        }
    }

    /** The file and its log. */
    long sizeBytes() {
        return sizeOf(file) + sizeOf(file.resolveSibling(file.getFileName() + "-wal"));
    }

    private static long sizeOf(Path path) {
        try {
            return Files.size(path);
        } catch (IOException e) {
            return 0; // there is no log while nothing is written
        }
    }

    /** From now on the file must be there. */
    void created() {
        exists = true;
    }

    /**
     * Refuses a library with a known way to lose commits: before 3.51.3 (and the corrected 3.50.7 and 3.44.6) a
     * checkpoint that resets the log at the wrong moment could drop committed rows.
     *
     * @throws StoreUnavailableException naming the version found and the one needed
     */
    static void checkLibrary(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT sqlite_version()")) {
            row.next();
            String version = row.getString(1);
            if (!isSafe(version)) {
                throw new StoreUnavailableException(
                        "the SQLite library is version " + version
                                + ", which can lose committed rows; 3.51.3 or later is needed (another web application"
                                + " may have brought the old one onto the class path)",
                        null);
            }
        }
    }

    static boolean isSafe(String version) {
        int[] parts = Arrays.stream(version.split("\\.", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
        int[] line = {parts[0], parts[1]};
        if (Arrays.equals(line, new int[] {3, 44})) {
            return parts[2] >= 6;
        }
        if (Arrays.equals(line, new int[] {3, 50})) {
            return parts[2] >= 7;
        }
        return Arrays.compare(parts, new int[] {3, 51, 3}) >= 0;
    }
}
