package io.sitehook.dispatch;

import io.sitehook.spi.Delivery;
import io.sitehook.spi.Outcome;
import io.sitehook.store.Transactions;
import io.sitehook.store.Worklist.Claimed;
import io.sitehook.store.Worklist.Result;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Calls handlers, each in the way it wants: plainly, or in a transaction of the store's database. */
final class HandlerCalls {
    private final Optional<Transactions> transactions;

    /** @param transactions for those that want them; empty: there are none, and then no such handler is in use */
    HandlerCalls(Optional<Transactions> transactions) {
        this.transactions = transactions;
    }

    /** A call, from before the handler runs until its result is known. For one thread. */
    static final class Call implements AutoCloseable {
        private final InstalledHandler handler;
        private final Transactions.@Nullable Open transaction;

        private Call(InstalledHandler handler, Transactions.@Nullable Open transaction) {
            this.handler = handler;
            this.transaction = transaction;
        }

        /** Runs the handler; whatever it throws passes. */
        Outcome run(Delivery delivery) throws Exception {
            return transaction == null ? handler.handle(delivery) : handler.handle(delivery, transaction.connection());
        }

        /** Whether success is recorded by {@link #finish}, together with what the handler wrote. */
        boolean records() {
            return transaction != null;
        }

        /**
         * Commits what the handler wrote, and that it is done.
         *
         * @return whether the claim was still ours; if not, nothing was changed
         */
        boolean finish(Claimed claimed, Result result) throws SQLException {
            if (transaction == null) {
                throw new IllegalStateException("there is no transaction");
            }
            return transaction.finish(claimed, result);
        }

        /** Rolls back what was not committed. */
        @Override
        public void close() {
            if (transaction != null) {
                transaction.close();
            }
        }
    }

    /**
     * Prepares a call.
     *
     * @param most how long it may take
     * @throws SQLException if it needs a transaction, and the database can't be reached
     */
    Call begin(InstalledHandler handler, Duration most) throws SQLException {
        if (!handler.isTransactional()) {
            return new Call(handler, null);
        }
        return new Call(
                handler,
                transactions
                        .orElseThrow(() -> new IllegalStateException("the store gives no transactions"))
                        .begin(most));
    }
}
