package io.sitehook.store.sql;

import static io.sitehook.store.sql.OpenStore.capacity;
import static io.sitehook.store.sql.OpenStore.done;
import static io.sitehook.testing.Incomings.change;
import static org.assertj.core.api.Assertions.assertThat;

import io.sitehook.store.Worklist.Claimed;
import io.sitehook.testing.MutableClock;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a claim reads does not grow with the backlog, also while PostgreSQL's planner knows nothing of it: counted in entries
 * of indexes, not in time.
 */
@ExtendWith(OnPostgres.class)
class BacklogOnPostgresTest {
    private static final int BACKLOG = 3_000;
    private static final int TURNS = 20;
    private static final int AT_ONCE = 4;

    @TempDir
    Path home;

    @Test
    void aTurnReadsNoMoreThanItClaims() throws SQLException {
        MutableClock clock = new MutableClock();
        try (OpenStore store = new OpenStore(home, clock);
                Connection connection = PostgresText.over(store.connect())) {
            store.put(change("first", "A"));
            store.route("h");
            new Query("ANALYZE").update(connection); // what the planner believes from here on: there is next to nothing
            List<CompletableFuture<?>> stored = new ArrayList<>();
            for (int i = 0; i < BACKLOG; i++) {
                stored.add(store.store().inbox().store(change("p" + i, "A")));
            }
            stored.forEach(OpenStore::get);
            while (store.route("h") > 0) {
                // until all have their delivery
            }
            connection.setAutoCommit(false);
            long before = entriesRead(connection);
            PostgresDialect dialect = new PostgresDialect("test", time -> {});
            int claimed = 0;
            for (int turn = 0; turn < TURNS; turn++) {
                dialect.working().begin(connection);
                List<Claimed> claims = new ClaimDeliveries(dialect, clock, "test")
                        .run(connection, List.of(capacity("h", AT_ONCE)), Set.of())
                        .deliveries();
                connection.commit();
                dialect.working().begin(connection);
                List<Boolean> ours = new FinishAttempts(dialect, clock)
                        .run(
                                connection,
                                claims.stream()
                                        .map(one -> new FinishAttempts.Finish(one, done()))
                                        .toList());
                connection.commit();
                assertThat(ours).hasSize(AT_ONCE).doesNotContain(false);
                claimed += claims.size();
            }
            assertThat(entriesRead(connection) - before)
                    .as("entries of indexes read for %d deliveries before %d others", claimed, BACKLOG)
                    .isLessThan(BACKLOG);
        }
    }

    private static long entriesRead(Connection connection) throws SQLException {
        new Query("SELECT pg_stat_force_next_flush()").first(connection, row -> row);
        connection.commit();
        Long read = new Query("SELECT sum(idx_tup_read) FROM pg_stat_user_indexes WHERE relname = 'delivery'")
                .number(connection);
        connection.commit();
        return read == null ? 0 : read;
    }
}
