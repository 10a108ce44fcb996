package io.sitehook.store.sql;

import io.sitehook.store.RelayStore;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Few rows, seldom changed, through the writer. */
final class SqlRelayStore implements RelayStore {
    private static final String REMEMBER = """
            INSERT INTO subscription_gone (name, target, reason, at) VALUES (?, ?, ?, ?)
            ON CONFLICT (name) DO UPDATE SET target = excluded.target, reason = excluded.reason, at = excluded.at""";

    private final GroupCommit commits;

    SqlRelayStore(GroupCommit commits) {
        this.commits = commits;
    }

    @Override
    public CompletableFuture<String> instance() {
        return submit(connection -> {
            try (PreparedStatement select = connection.prepareStatement("SELECT id FROM instance");
                    ResultSet row = select.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        });
    }

    @Override
    public CompletableFuture<List<Gone>> gone() {
        return submit(connection -> {
            List<Gone> gone = new ArrayList<>();
            try (PreparedStatement select =
                            connection.prepareStatement("SELECT name, target, reason, at FROM subscription_gone");
                    ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    gone.add(new Gone(
                            row.getString(1),
                            row.getString(2),
                            row.getString(3),
                            Instant.ofEpochMilli(row.getLong(4))));
                }
            }
            return List.copyOf(gone);
        });
    }

    @Override
    public CompletableFuture<Void> remember(Gone gone) {
        return submit(connection -> {
                    try (PreparedStatement insert = connection.prepareStatement(REMEMBER)) {
                        insert.setString(1, gone.subscription());
                        insert.setString(2, gone.target());
                        insert.setString(3, gone.reason());
                        insert.setLong(4, gone.at().toEpochMilli());
                        return insert.executeUpdate();
                    }
                })
                .thenAccept(rows -> {});
    }

    @Override
    public CompletableFuture<Void> forget(String subscription) {
        return submit(connection -> {
                    try (PreparedStatement delete =
                            connection.prepareStatement("DELETE FROM subscription_gone WHERE name = ?")) {
                        delete.setString(1, subscription);
                        return delete.executeUpdate();
                    }
                })
                .thenAccept(rows -> {});
    }

    private <O> CompletableFuture<O> submit(Step<O> step) {
        return Step.submit(commits, step, null);
    }
}
