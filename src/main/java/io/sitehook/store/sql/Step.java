package io.sitehook.store.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One call's part of a transaction. */
interface Step<O> {
    O run(Connection connection) throws SQLException;

    /** Queues a step of any kind for the next transaction. */
    static <O> CompletableFuture<O> submit(GroupCommit commits, Step<O> step, @Nullable Duration limit) {
        GroupCommit.Work<Step<O>, O> work = (connection, steps) -> {
            List<O> outputs = new ArrayList<>(steps.size());
            for (Step<O> each : steps) {
                outputs.add(each.run(connection));
            }
            return outputs;
        };
        return commits.submit(work, step, limit);
    }
}
