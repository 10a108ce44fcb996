package io.sitehook.store.sql;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What waits for the writer. Many threads put into it, one takes. */
final class CommitQueue {
    /** How long patient work waits for what is expected to follow. */
    static final Duration PATIENCE = Duration.ofMillis(1);

    private static final int MOST_IN_ONE_COMMIT = 512;

    private final LinkedBlockingQueue<Submission<?, ?>> queue = new LinkedBlockingQueue<>();

    void add(Submission<?, ?> submission) {
        queue.add(submission);
    }

    boolean remove(Submission<?, ?> submission) {
        return queue.remove(submission);
    }

    int size() {
        return queue.size();
    }

    void forEach(Consumer<Submission<?, ?>> use) {
        queue.forEach(use);
    }

    /** Waits until there is something, and takes all that is there for one commit. */
    void take(List<Submission<?, ?>> batch) throws InterruptedException {
        batch.add(queue.take());
        queue.drainTo(batch, MOST_IN_ONE_COMMIT - 1);
        long end = System.nanoTime() + PATIENCE.toNanos();
        int seen = 0;
        while (batch.size() < MOST_IN_ONE_COMMIT
                && batch.subList(seen, batch.size()).stream().allMatch(one -> one.patient)) {
            seen = batch.size();
            Submission<?, ?> next = queue.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (next == null) {
                return;
            }
            batch.add(next);
            queue.drainTo(batch, MOST_IN_ONE_COMMIT - batch.size());
        }
    }
}
