package io.sitehook.store.sql;

import io.sitehook.store.ConfigurationStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** The configuration's documents and sealed secrets, through the writer: few, and seldom changed. */
final class SqlConfiguration implements ConfigurationStore {
    private static final String SELECT =
            "SELECT kind, name, revision, document, changed_at, changed_by FROM configuration WHERE kind = ?";
    private static final String SELECT_SECRETS =
            "SELECT label, sealed, since FROM configuration_secret WHERE kind = ? AND name = ?";
    private static final String INSERT = """
            INSERT INTO configuration (kind, name, revision, document, changed_at, changed_by) VALUES (?, ?, 1, ?, ?, ?)
            ON CONFLICT DO NOTHING""";
    private static final String UPDATE = """
            UPDATE configuration SET revision = revision + 1, document = ?, changed_at = ?, changed_by = ?
            WHERE kind = ? AND name = ? AND revision = ?""";
    private static final String DELETE_SECRETS = "DELETE FROM configuration_secret WHERE kind = ? AND name = ?";
    private static final String INSERT_SECRET =
            "INSERT INTO configuration_secret (kind, name, label, sealed, since) VALUES (?, ?, ?, ?, ?)";

    private final GroupCommit commits;
    private final Clock clock;
    private final Dialect dialect;

    SqlConfiguration(GroupCommit commits, Clock clock, Dialect dialect) {
        this.commits = commits;
        this.clock = clock;
        this.dialect = dialect;
    }

    @Override
    public CompletableFuture<List<Entry>> list(String kind) {
        return Step.submit(commits, connection -> select(connection, SELECT + " ORDER BY name", kind), null);
    }

    @Override
    public CompletableFuture<Optional<Entry>> find(String kind, String name) {
        return Step.submit(
                commits,
                connection -> select(connection, SELECT + " AND name = ?", kind, name).stream()
                        .findFirst(),
                null);
    }

    @Override
    public CompletableFuture<Boolean> create(Entry entry) {
        return Step.submit(commits, connection -> insert(connection, entry), null);
    }

    private Boolean insert(Connection connection, Entry entry) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setString(1, entry.kind());
            insert.setString(2, entry.name());
            insert.setString(3, entry.document());
            insert.setLong(4, clock.millis());
            insert.setString(5, entry.changedBy());
            if (insert.executeUpdate() == 0) {
                return false;
            }
        }
        insertSecrets(connection, entry);
        dialect.announce(connection, Dialect.Topic.CONFIGURATION);
        return true;
    }

    @Override
    public CompletableFuture<Boolean> replace(Entry entry) {
        return Step.submit(commits, connection -> update(connection, entry), null);
    }

    private Boolean update(Connection connection, Entry entry) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(UPDATE)) {
            update.setString(1, entry.document());
            update.setLong(2, clock.millis());
            update.setString(3, entry.changedBy());
            update.setString(4, entry.kind());
            update.setString(5, entry.name());
            update.setLong(6, entry.revision());
            if (update.executeUpdate() == 0) {
                return false;
            }
        }
        try (PreparedStatement delete = connection.prepareStatement(DELETE_SECRETS)) {
            delete.setString(1, entry.kind());
            delete.setString(2, entry.name());
            delete.executeUpdate();
        }
        insertSecrets(connection, entry);
        dialect.announce(connection, Dialect.Topic.CONFIGURATION);
        return true;
    }

    private static void insertSecrets(Connection connection, Entry entry) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT_SECRET)) {
            for (Map.Entry<String, Sealed> secret : entry.secrets().entrySet()) {
                insert.setString(1, entry.kind());
                insert.setString(2, entry.name());
                insert.setString(3, secret.getKey());
                insert.setBytes(4, secret.getValue().sealed());
                insert.setLong(5, secret.getValue().since().toEpochMilli());
                insert.executeUpdate();
            }
        }
    }

    private static List<Entry> select(Connection connection, String sql, String... parameters) throws SQLException {
        List<Entry> entries = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                select.setString(i + 1, parameters[i]);
            }
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    entries.add(new Entry(
                            row.getString(1),
                            row.getString(2),
                            row.getLong(3),
                            row.getString(4),
                            secrets(connection, row.getString(1), row.getString(2)),
                            Instant.ofEpochMilli(row.getLong(5)),
                            row.getString(6)));
                }
            }
        }
        return List.copyOf(entries);
    }

    private static Map<String, Sealed> secrets(Connection connection, String kind, String name) throws SQLException {
        Map<String, Sealed> secrets = new TreeMap<>();
        try (PreparedStatement select = connection.prepareStatement(SELECT_SECRETS)) {
            select.setString(1, kind);
            select.setString(2, name);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    secrets.put(row.getString(1), new Sealed(row.getBytes(2), Instant.ofEpochMilli(row.getLong(3))));
                }
            }
        }
        return Map.copyOf(secrets);
    }
}
