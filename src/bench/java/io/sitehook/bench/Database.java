package io.sitehook.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The database that a Sitehook stores in. */
interface Database {

    /** Which one it is, for people. */
    String name();

    /** What {@code sitehook.properties} says of it. */
    String settings();

    /** Runs several statements in one transaction. */
    void execute(List<String> statements) throws IOException, InterruptedException, SQLException;

    /** The rows of a query whose columns are all numbers. */
    List<long[]> query(String sql) throws IOException, InterruptedException, SQLException;

    /** What goes in front of {@code SELECT … FROM numbers} for {@code numbers(n)} from 1 to a number. */
    String numbers(long last);

    /** SQL for the last 12 hexadecimal digits of a number. */
    String hex(String number);

    /**
     * A copy of it, while nobody uses it.
     *
     * @param home where the copy's server has its home
     */
    Database copy(Path home) throws IOException, InterruptedException;

    /** The file of the embedded store. */
    record Sqlite(Path home) implements Database {
        @Override
        public String name() {
            return "SQLite";
        }

        @Override
        public String settings() {
            return "";
        }

        private Connection connect() throws SQLException {
            return DriverManager.getConnection("jdbc:sqlite:" + home.resolve("sitehook.db"));
        }

        @Override
        public void execute(List<String> statements) throws SQLException {
            try (Connection connection = connect();
                    Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA cache_size = -400000");
                connection.setAutoCommit(false);
                for (String sql : statements) {
                    statement.execute(sql);
                }
                connection.commit();
                connection.setAutoCommit(true);
                statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
            }
        }

        @Override
        public List<long[]> query(String sql) throws SQLException {
            try (Connection connection = connect();
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(sql)) {
                List<long[]> rows = new ArrayList<>();
                while (row.next()) {
                    long[] values = new long[row.getMetaData().getColumnCount()];
                    for (int i = 0; i < values.length; i++) {
                        values[i] = row.getLong(i + 1);
                    }
                    rows.add(values);
                }
                return rows;
            }
        }

        @Override
        public Database copy(Path otherHome) throws IOException {
            Files.copy(home.resolve("sitehook.db"), otherHome.resolve("sitehook.db"));
            return new Sqlite(otherHome);
        }

        @Override
        public String numbers(long last) {
            return "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < " + last
                    + ") ";
        }

        @Override
        public String hex(String number) {
            return "printf('%012x', " + number + ")";
        }
    }

    /** A database in PostgreSQL. */
    record Postgres(PostgresServer server, String database) implements Database {
        @Override
        public String name() {
            return "PostgreSQL";
        }

        @Override
        public String settings() {
            return "sitehook.database.url=" + server.jdbcUrl(database) + "\nsitehook.database.user="
                    + PostgresServer.USER + "\nsitehook.database.password=unused\n";
        }

        @Override
        public void execute(List<String> statements) throws IOException, InterruptedException {
            server.query(database, "BEGIN; " + String.join("; ", statements) + "; COMMIT");
            server.query(database, "ANALYZE");
        }

        @Override
        public List<long[]> query(String sql) throws IOException, InterruptedException {
            List<long[]> rows = new ArrayList<>();
            for (String line : server.query(database, sql).lines().toList()) {
                String[] columns = line.split("\\|", -1);
                long[] values = new long[columns.length];
                for (int i = 0; i < values.length; i++) {
                    values[i] = columns[i].isEmpty() ? 0 : (long) Double.parseDouble(columns[i]);
                }
                rows.add(values);
            }
            return rows;
        }

        @Override
        public Database copy(Path home) throws IOException, InterruptedException {
            return new Postgres(server, server.newDatabase(database));
        }

        @Override
        public String numbers(long last) {
            return "WITH numbers(n) AS (SELECT generate_series(1, " + last + ")) ";
        }

        @Override
        public String hex(String number) {
            return "lpad(to_hex(" + number + "), 12, '0')";
        }
    }
}
