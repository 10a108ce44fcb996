package io.sitehook.store.sql;

import io.sitehook.store.StoreUnavailableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * Copies the store of a home, an SQLite file, into a PostgreSQL database that is empty: in one transaction, so all of it or
 * nothing. The file is only read, after its schema was brought up to date.
 */
public final class StoreCopy {
    /** In an order in which each row finds those that it refers to. */
    static final List<String> TABLES = List.of(
            "event",
            "delivery",
            "attempt",
            "unrouted",
            "configuration",
            "configuration_secret",
            "secret_use",
            "rejection",
            "tally",
            "connection_total",
            "handler_tally",
            "state_tally",
            "cause",
            "handler_pause",
            "audit",
            "job",
            "sweep",
            "instance",
            "subscription_gone",
            "purged",
            "purged_state");

    /** What a database has of its own, and of the servers that work on it. */
    static final List<String> NOT_COPIED =
            List.of("probe", "node", "node_handler", "node_total", "turn", "schema_history");

    /** Of which a new database may have rows. */
    private static final String MADE_WITH_THE_SCHEMA = "instance";

    private static final Map<String, String> NUMBERED =
            Map.of("event", "seq", "delivery", "id", "rejection", "id", "audit", "id");

    private static final String LIVE_SERVER =
            "SELECT name FROM node WHERE seen_at > " + DatabaseTime.NOW + " - 60000 LIMIT 1";
    private static final String CANCEL_JOBS =
            "UPDATE job SET state = 'CANCELLED', ended_at = " + DatabaseTime.NOW + " WHERE state = 'RUNNING'";
    private static final int ROWS_AT_ONCE = 1_000;

    private final Connection from;
    private final Connection to;

    private StoreCopy(Connection from, Connection to) {
        this.from = from;
        this.to = to;
    }

    /**
     * Copies.
     *
     * @param home with the file; nobody else may use it meanwhile
     * @param target an empty database, or one in which nothing has come in yet; not closed
     * @param copied told of each table and its rows, before the commit
     * @throws StoreUnavailableException saying what is in the way; nothing was copied
     */
    public static void run(Path home, PostgresSource target, BiConsumer<String, Long> copied) {
        SqliteFile file = new SqliteFile(home.resolve(SqliteStore.FILE));
        if (!Files.exists(home.resolve(SqliteStore.FILE))) {
            throw new StoreUnavailableException("there is no " + SqliteStore.FILE + " in the home " + home, null);
        }
        HomeLock lock = HomeLock.acquire(home);
        try {
            SqliteStore.bringUpToDate(home, file);
            PostgresStore.check(target);
            Schema.POSTGRESQL.migrate(target.source());
            try (Connection from = file.openReadOnly();
                    Connection to = target.open()) {
                new StoreCopy(from, to).run(copied);
            }
            lock.close();
        } catch (StoreUnavailableException e) {
            lock.free(e);
            throw e;
        } catch (Exception e) {
            String words = e instanceof SQLException sql ? PostgresErrors.INSTANCE.inWords(sql) : e.toString();
            StoreUnavailableException failed = new StoreUnavailableException(
                    "the store could not be copied into " + target.name() + ", nothing of it is there: " + words, e);
            lock.free(failed);
            throw failed;
        }
    }

    private void run(BiConsumer<String, Long> copied) throws SQLException {
        requireEmpty();
        for (String table : TABLES) {
            copied.accept(table, copy(table));
        }
        for (Map.Entry<String, String> numbered : NUMBERED.entrySet()) {
            continueNumbers(numbered.getKey(), numbered.getValue());
        }
        new Query(CANCEL_JOBS).update(to); // they were a server's that is no more
        to.commit();
    }

    private void requireEmpty() throws SQLException {
        String server = new Query(LIVE_SERVER).first(to, row -> row.getString(1));
        if (server != null) {
            throw new StoreUnavailableException(
                    "the server " + server + " works on that database: stop it, and try again in a minute", null);
        }
        for (String table : TABLES) {
            if (!table.equals(MADE_WITH_THE_SCHEMA)
                    && new Query("SELECT 1 FROM " + table + " LIMIT 1").number(to) != null) {
                throw new StoreUnavailableException(
                        "that database is not empty: its table " + table
                                + " has rows. Nothing was copied, since two stores can't be made one."
                                + " Name a new database, or empty this one",
                        null);
            }
        }
        new Query("DELETE FROM " + MADE_WITH_THE_SCHEMA).update(to);
    }

    /** A column, and how its values are bound. */
    private record Column(String name, int type) {
        void bind(PreparedStatement insert, int position, ResultSet row) throws SQLException {
            Object value = row.getObject(position);
            if (value == null) {
                insert.setNull(position, type);
                return;
            }
            switch (type) {
                case Types.BIGINT -> insert.setLong(position, row.getLong(position));
                case Types.INTEGER, Types.SMALLINT -> insert.setInt(position, row.getInt(position));
                case Types.BINARY -> insert.setBytes(position, row.getBytes(position));
                default -> insert.setString(position, row.getString(position));
            }
        }
    }

    private List<Column> columns(String table) throws SQLException {
        try (PreparedStatement select = to.prepareStatement("SELECT * FROM " + table + " WHERE FALSE");
                ResultSet none = select.executeQuery()) {
            ResultSetMetaData data = none.getMetaData();
            List<Column> columns = new ArrayList<>();
            for (int i = 1; i <= data.getColumnCount(); i++) {
                columns.add(new Column(data.getColumnName(i), data.getColumnType(i)));
            }
            return columns;
        }
    }

    private long copy(String table) throws SQLException {
        List<Column> columns = columns(table);
        // With the table's name, or SQLite would take the name of a column that it has not for a text.
        String select = columns.stream()
                .map(column -> "s.\"" + column.name + "\"")
                .collect(Collectors.joining(", ", "SELECT ", " FROM " + table + " s"));
        String insert = "INSERT INTO " + table
                + columns.stream().map(column -> "\"" + column.name + "\"").collect(Collectors.joining(", ", " (", ")"))
                + " OVERRIDING SYSTEM VALUE VALUES (" + Query.marks(columns.size()) + ")";
        long rows = 0;
        try (PreparedStatement read = from.prepareStatement(select);
                PreparedStatement write = to.prepareStatement(insert);
                ResultSet row = read.executeQuery()) {
            while (row.next()) {
                for (int i = 0; i < columns.size(); i++) {
                    columns.get(i).bind(write, i + 1, row);
                }
                write.addBatch();
                rows++;
                if (rows % ROWS_AT_ONCE == 0) {
                    write.executeBatch();
                }
            }
            write.executeBatch();
        }
        return rows;
    }

    /** What comes next gets the number after the last. */
    private void continueNumbers(String table, String column) throws SQLException {
        Long last = new Query("SELECT max(" + column + ") FROM " + table).number(to);
        if (last != null) {
            new Query("SELECT setval(pg_get_serial_sequence(?, ?), ?)", table, column, last).number(to);
        }
    }
}
