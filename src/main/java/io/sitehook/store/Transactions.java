package io.sitehook.store;

import io.sitehook.store.Worklist.Claimed;
import io.sitehook.store.Worklist.Result;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** Transactions of the store's database in which a handler's own writes and the end of its delivery are one step. */
public interface Transactions {

    /**
     * Begins one. Blocks until the database answers.
     *
     * @param most how long the handler may take
     * @throws SQLException if the database can't be reached
     */
    Open begin(Duration most) throws SQLException;

    /** One that has begun. For one thread. */
    interface Open extends AutoCloseable {

        /** What the handler writes on: commit, rollback and close are refused. */
        Connection connection();

        /**
         * Records the result and commits it with all that was written.
         *
         * @return false if the claim was no longer ours: then everything was rolled back
         * @throws SQLException if it can't be committed, or it is unknown whether it was; recording another result for
         *     the claim is right in both cases, since that changes nothing if this one has been recorded
         */
        boolean finish(Claimed claimed, Result result) throws SQLException;

        /** Rolls back what was not committed. */
        @Override
        void close();
    }
}
