package io.sitehook.store.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Parameters for many rows at once: a table {@code t}, so that one statement does the work for all of them. In PostgreSQL
 * this costs half of the same statement run for each row; SQLite is quicker with an update for each.
 *
 * @param <T> what a row is made of
 */
final class Rows<T> {
    private final List<T> items;
    private final List<Column> columns = new ArrayList<>();

    Rows(List<T> items) {
        this.items = items;
    }

    /**
     * A column of the table.
     *
     * @param values one for each row: all of them texts, or all of them numbers
     */
    record Column(String name, @Nullable Object[] values) {}

    Rows<T> number(String name, Function<T, @Nullable Long> value) {
        columns.add(new Column(name, items.stream().map(value).toArray(Long[]::new)));
        return this;
    }

    Rows<T> text(String name, Function<T, @Nullable String> value) {
        columns.add(new Column(name, items.stream().map(value).toArray(String[]::new)));
        return this;
    }

    /**
     * Changes at most one row of a table for each of these.
     *
     * @param update an UPDATE that ends with {@code FROM t WHERE …}
     * @return those for which a row was changed
     */
    List<T> update(Connection connection, Dialect dialect, String update) throws SQLException {
        if (items.isEmpty()) {
            return items;
        }
        BitSet changed = dialect.updateEach(connection, update, columns);
        return changed.stream().mapToObj(items::get).toList();
    }

    /** The head of a statement that reads the table; there must be rows. */
    Query with(Dialect dialect) {
        return new Query("WITH t ("
                        + String.join(", ", columns.stream().map(Column::name).toList()) + ") AS (")
                .and(dialect.table(columns))
                .and(")");
    }
}
