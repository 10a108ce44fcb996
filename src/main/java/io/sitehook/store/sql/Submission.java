package io.sitehook.store.sql;

import java.util.concurrent.CompletableFuture;

/** One piece of work that waits for its transaction. The future completes after the commit is on disk. */
final class Submission<I, O> {
    final GroupCommit.Work<I, O> work;
    final I input;
    final long limitNanos;
    /** Whether it may wait a moment for what is expected to follow. */
    final boolean patient;

    final CompletableFuture<O> future = new CompletableFuture<>();

    Submission(GroupCommit.Work<I, O> work, I input, long limitNanos, boolean patient) {
        this.work = work;
        this.input = input;
        this.limitNanos = limitNanos;
        this.patient = patient;
    }

    boolean hasLimit() {
        return limitNanos != Long.MAX_VALUE;
    }

    boolean overdue(long now) {
        return hasLimit() && now - limitNanos > 0 && !future.isDone();
    }
}
