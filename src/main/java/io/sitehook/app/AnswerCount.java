package io.sitehook.app;

import io.sitehook.admin.Acknowledgements;
import io.sitehook.receive.AnswerListener;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Compares what senders were told with what is stored. The one side is counted where answers are made, the other is read
 * from the database. More answers than rows would mean that something acknowledged is lost; more rows than answers, that
 * a sender was told 503 after five seconds for what was stored after all, and has probably sent it again.
 */
final class AnswerCount implements AnswerListener, Acknowledgements {
    private final Clock clock;
    private final LongSupplier stored;
    private final AtomicLong answered = new AtomicLong();
    private volatile @Nullable Baseline baseline;

    /** What was stored before the counting began. */
    private record Baseline(long stored, Instant since) {}

    /** @param stored how many posts are stored in all, read from the database */
    AnswerCount(Clock clock, LongSupplier stored) {
        this.clock = clock;
        this.stored = stored;
    }

    /** Begins to count; before the first post is taken. */
    void begin(long storedBefore) {
        baseline = new Baseline(storedBefore, clock.instant());
    }

    @Override
    public void answeredStored() {
        answered.incrementAndGet();
    }

    /** How many senders were told that their post is stored. */
    long answered() {
        return answered.get();
    }

    @Override
    public Audit audit() {
        Baseline begun = baseline;
        if (begun == null) {
            return new Audit(answered.get(), 0, clock.instant());
        }
        // The answers first: what is answered meanwhile is committed already.
        long told = answered.get();
        return new Audit(told, stored.getAsLong() - begun.stored(), begun.since());
    }
}
