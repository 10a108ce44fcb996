package io.sitehook.store.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** SQL that is put together of parts, each with its parameters. What people type is only ever a parameter. */
final class Query {

    /** Makes one thing of a row. */
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Does something with a row. */
    interface Use {
        void with(ResultSet row) throws SQLException;
    }

    private final StringBuilder sql = new StringBuilder();
    private final List<@Nullable Object> parameters = new ArrayList<>();

    Query(String start, @Nullable Object... parameters) {
        and(start, parameters);
    }

    /** Appends a part, with a blank before it. */
    Query and(String part, @Nullable Object... values) {
        sql.append(sql.length() == 0 ? "" : " ").append(part);
        for (Object value : values) {
            parameters.add(value);
        }
        return this;
    }

    /** Appends a part if there is a value for it. */
    Query andIf(String part, @Nullable Object value) {
        return value == null ? this : and(part, value);
    }

    /** Appends another query. */
    Query and(Query other) {
        sql.append(' ').append(other.sql);
        parameters.addAll(other.parameters);
        return this;
    }

    String sql() {
        return sql.toString();
    }

    <T> List<T> list(Connection connection, Row<T> reader) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.toString())) {
            bind(statement);
            try (ResultSet row = statement.executeQuery()) {
                List<T> rows = new ArrayList<>();
                while (row.next()) {
                    rows.add(reader.read(row));
                }
                return rows;
            }
        }
    }

    /** The first row, null if there is none. */
    <T> @Nullable T first(Connection connection, Row<T> reader) throws SQLException {
        List<T> rows = list(connection, reader);
        return rows.isEmpty() ? null : rows.get(0);
    }

    /** The number in the first column of the first row, null if there is none. */
    @Nullable
    Long number(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.toString())) {
            bind(statement);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? longOrNull(row, 1) : null;
            }
        }
    }

    /** Does something with each row. */
    void each(Connection connection, Use use) throws SQLException {
        List<Integer> unused = list(connection, row -> {
            use.with(row);
            return 0;
        });
    }

    int update(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.toString())) {
            bind(statement);
            return statement.executeUpdate();
        }
    }

    private void bind(PreparedStatement statement) throws SQLException {
        for (int i = 0; i < parameters.size(); i++) {
            statement.setObject(i + 1, parameters.get(i));
        }
    }

    static @Nullable Long longOrNull(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    static Instant instant(ResultSet row, int column) throws SQLException {
        return Instant.ofEpochMilli(row.getLong(column));
    }

    static @Nullable Instant instantOrNull(ResultSet row, int column) throws SQLException {
        Long millis = longOrNull(row, column);
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }

    static @Nullable Long millis(@Nullable Instant instant) {
        return instant == null ? null : instant.toEpochMilli();
    }

    /** {@code ?, ?, ?} */
    static String marks(int count) {
        return "?" + ", ?".repeat(count - 1);
    }
}
