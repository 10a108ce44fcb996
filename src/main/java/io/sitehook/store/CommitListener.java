package io.sitehook.store;

import java.time.Duration;

/** Hears of the transactions of the store's writer, on its thread: must be quick. */
public interface CommitListener {
    /** Hears nothing. */
    CommitListener NONE = new CommitListener() {
        @Override
        public void committed(int size, Duration time) {
            // nobody counts
        }

        @Override
        public void failed() {
            // nobody counts
        }
    };

    /**
     * A transaction is on disk.
     *
     * @param size how many pieces of work it had
     * @param time from its beginning to the end of the commit
     */
    void committed(int size, Duration time);

    /** The database failed a transaction. */
    void failed();
}
