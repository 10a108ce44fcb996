package io.sitehook.store.sql;

import io.sitehook.store.Inbox;
import io.sitehook.store.Incoming;
import io.sitehook.store.Receipt;
import io.sitehook.store.StoreUnavailableException;
import io.sitehook.store.WakeUp;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** The inbox: a bounded queue in front of the writer. */
final class SqlInbox implements Inbox {
    private final GroupCommit commits;
    private final InsertEvents insertEvents;
    private final Clock clock;
    private final WakeUp wakeUp;
    private final int queueLimit;
    private final Duration timeLimit;
    private final AtomicInteger waiting = new AtomicInteger();

    /**
     * @param queueLimit how many requests may wait for their commit
     * @param timeLimit how long one may wait
     */
    SqlInbox(
            GroupCommit commits,
            InsertEvents insertEvents,
            Clock clock,
            WakeUp wakeUp,
            int queueLimit,
            Duration timeLimit) {
        this.commits = commits;
        this.insertEvents = insertEvents;
        this.clock = clock;
        this.wakeUp = wakeUp;
        this.queueLimit = queueLimit;
        this.timeLimit = timeLimit;
    }

    @Override
    public CompletableFuture<Receipt> store(Incoming incoming) {
        if (waiting.incrementAndGet() > queueLimit) {
            waiting.decrementAndGet();
            return CompletableFuture.failedFuture(new StoreUnavailableException(
                    queueLimit + " requests wait for the store already; this one was not stored", null));
        }
        return commits.submit(insertEvents, new InsertEvents.Arrival(incoming, clock.millis()), timeLimit)
                .whenComplete((receipt, failure) -> {
                    waiting.decrementAndGet();
                    if (failure == null && receipt.result() == Receipt.Result.STORED) {
                        wakeUp.ring();
                    }
                });
    }
}
