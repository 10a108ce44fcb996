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
        return commits.submit(work(), step, limit);
    }

    /** Queues a step that something else is expected to follow. */
    static <O> CompletableFuture<O> submitPatiently(GroupCommit commits, Step<O> step) {
        return commits.submitPatiently(work(), step);
    }

    private static <O> GroupCommit.Work<Step<O>, O> work() {
        return (connection, steps) -> {
            List<O> outputs = new ArrayList<>(steps.size());
            for (Step<O> each : steps) {
                outputs.add(each.run(connection));
            }
            return outputs;
        };
    }
}
