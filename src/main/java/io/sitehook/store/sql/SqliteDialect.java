package io.sitehook.store.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.sqlite.ProgressHandler;

/** One file, one server: its writer is alone, so there is nothing to lock and nobody to tell. */
final class SqliteDialect implements Dialect, Connections.Bounds {
    private static final String LATEST = "SELECT " + LatestEvents.COLUMNS + """

            FROM event e
            WHERE connection = ? AND project_id = ? AND duplicate_of IS NULL AND project_id IS NOT NULL
            ORDER BY seq DESC LIMIT 1""";
    private static final int STEPS_BETWEEN_LOOKS = 20_000;

    /** Less than this share of free pages is left for what comes in. */
    private static final long WORTHWHILE = 4;

    private static final int PAGES_AT_ONCE = 64;

    /** What an update says of {@link Rows}: a parameter, or that they are there. */
    private static final Pattern OF_ROWS = Pattern.compile("\\bFROM t\\s|\\bt\\.(\\w+)");

    private final LongSupplier sizeBytes;
    private final StoreMark mark;
    private long stored; // the last event of the transaction that runs, 0 if it stores none

    /**
     * Makes it.
     *
     * @param sizeBytes of the file and its log
     * @param mark told of what was committed
     */
    SqliteDialect(LongSupplier sizeBytes, StoreMark mark) {
        this.sizeBytes = sizeBytes;
        this.mark = mark;
    }

    static long lastEvent(Connection connection) throws SQLException {
        Long last = new Query("SELECT max(seq) FROM event").number(connection);
        return last == null ? 0 : last;
    }

    /**
     * The driver begins the next transaction as soon as it has committed one. That one must hold no lock, or the database
     * would stay locked while nobody writes and a failure to lock it again would pass for a failed commit. So it is a
     * deferred one, exchanged here for one that has the lock before anything is read.
     */
    @Override
    public void begin(Connection connection) throws SQLException {
        stored = 0;
        try (Statement statement = connection.createStatement()) {
            statement.execute("COMMIT");
            statement.execute("BEGIN IMMEDIATE");
        }
    }

    @Override
    public void commit(Connection connection) throws SQLException {
        connection.commit();
        mark.reached(stored);
    }

    @Override
    public void lockProjects(Connection connection, Collection<Project> projects) {
        // the writer has the whole file
    }

    @Override
    public Map<Project, LatestEvents.Latest> latest(Connection connection, Collection<Project> projects)
            throws SQLException {
        Map<Project, LatestEvents.Latest> latest = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(LATEST)) {
            for (Project project : projects) {
                select.setString(1, project.connection());
                select.setString(2, project.id());
                try (ResultSet row = select.executeQuery()) {
                    if (row.next()) {
                        latest.put(project, LatestEvents.read(row, 1));
                    }
                }
            }
        }
        return latest;
    }

    @Override
    public Query table(List<Rows.Column> columns) {
        int rows = columns.get(0).values().length;
        Object[] values = new Object[rows * columns.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = columns.get(i % columns.size()).values()[i / columns.size()];
        }
        String row = "(" + Query.marks(columns.size()) + ")";
        return new Query("VALUES " + row + (", " + row).repeat(rows - 1), values);
    }

    @Override
    public BitSet updateEach(Connection connection, String update, List<Rows.Column> columns) throws SQLException {
        List<String> names = columns.stream().map(Rows.Column::name).toList();
        String each = OF_ROWS.matcher(update)
                .replaceAll(part -> part.group(1) == null ? "" : "?" + (names.indexOf(part.group(1)) + 1));
        BitSet changed = new BitSet();
        try (PreparedStatement statement = connection.prepareStatement(each)) {
            for (int row = 0; row < columns.get(0).values().length; row++) {
                for (int i = 0; i < columns.size(); i++) {
                    statement.setObject(i + 1, columns.get(i).values()[row]);
                }
                statement.addBatch();
            }
            int[] counts = statement.executeBatch();
            for (int row = 0; row < counts.length; row++) {
                changed.set(row, counts[row] > 0);
            }
        }
        return changed;
    }

    @Override
    public void storedHere(Connection connection, int posts) throws SQLException {
        stored = lastEvent(connection);
    }

    @Override
    public void announce(Connection connection, Topic topic) {
        // nobody else is there
    }

    @Override
    public ReadLimit limit(Connection connection) throws SQLException {
        ProgressLimit limit = new ProgressLimit();
        ProgressHandler.setHandler(connection, STEPS_BETWEEN_LOOKS, limit);
        return limit;
    }

    /** Looked at between the steps of a statement. */
    private static final class ProgressLimit extends ProgressHandler implements ReadLimit {
        private volatile long end;

        @Override
        public void begin(Duration most) {
            end = System.nanoTime() + most.toNanos();
        }

        @Override
        protected int progress() {
            return System.nanoTime() - end > 0 ? 1 : 0;
        }
    }

    @Override
    public long sizeBytes(Connection connection) {
        return sizeBytes.getAsLong();
    }

    @Override
    public List<String> version(Connection connection) throws SQLException {
        return List.of("SQLite", connection.getMetaData().getDatabaseProductVersion());
    }

    @Override
    public boolean shrink(Connection connection, BooleanSupplier timeIsOver) throws SQLException {
        while (isWorthwhile(connection)) {
            if (giveBack(connection) == 0) {
                return false; // a file of before, which was not made for it
            }
            if (timeIsOver.getAsBoolean()) {
                return true;
            }
        }
        return false;
    }

    /** How many pages were given back. It is an update for the driver, since only these run to their end by themselves. */
    private static long giveBack(Connection connection) throws SQLException {
        long before = free(connection);
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("PRAGMA incremental_vacuum(" + PAGES_AT_ONCE + ")");
        }
        return before - free(connection);
    }

    private static long free(Connection connection) throws SQLException {
        Long free = new Query("PRAGMA freelist_count").number(connection);
        return free == null ? 0 : free;
    }

    private static boolean isWorthwhile(Connection connection) throws SQLException {
        long free = free(connection);
        Long pages = new Query("PRAGMA page_count").number(connection);
        return pages != null && free > PAGES_AT_ONCE && free * WORTHWHILE > pages;
    }

    @Override
    public Errors errors() {
        return SqliteErrors.INSTANCE;
    }
}
