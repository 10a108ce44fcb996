package io.sitehook.retention;

import io.sitehook.store.Purge;
import io.sitehook.store.Purge.Kept;
import io.sitehook.store.Purge.Removed;
import io.sitehook.store.Purge.Rules;
import io.sitehook.store.StoreAnswer;
import io.sitehook.store.StoreUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Retention at work, in turns: each does one small thing and says how long to wait until the next. So the store's writer
 * is free most of the time, however much there is to take out. A round of turns goes once through all that may be old
 * enough; then comes a long pause. For one thread.
 */
public final class Retention {
    /** How long one piece of work may keep the writer, its commit not counted. */
    static final Duration PIECE = Duration.ofMillis(20);

    /** How long the writer is left alone after a piece. */
    static final Duration BETWEEN_PIECES = Duration.ofMillis(50);

    /** How long until the next events are looked at, where nothing had to be taken out. */
    static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);

    /** How long until everything is looked at again. */
    static final Duration BETWEEN_ROUNDS = Duration.ofMinutes(10);

    /** Nobody can ask for counts by the minute that are older. */
    static final Duration COUNTS = Duration.ofDays(31);

    private static final int LOOK_AT = 500;
    private static final int TRIM_AT_ONCE = 500;

    private enum Stage {
        EVENTS,
        COUNTS,
        SPACE
    }

    private final Purge purge;
    private final Supplier<Rules> rules;
    private final SteadyClock clock;
    private Stage stage = Stage.EVENTS;
    private @Nullable Round round;
    private List<Kept> due = List.of();

    /**
     * Retention that has done nothing yet.
     *
     * @param rules what holds now, asked at the beginning of each round
     * @param nanoTime a clock for elapsed time, such as {@link System#nanoTime()}
     */
    public Retention(Purge purge, Supplier<Rules> rules, Clock clock, LongSupplier nanoTime) {
        this.purge = purge;
        this.rules = rules;
        this.clock = new SteadyClock(clock, nanoTime);
    }

    /**
     * Does the next small thing.
     *
     * @return how long to wait before the next turn
     * @throws StoreUnavailableException if the store can't be used now; the next turn goes on from here
     * @throws InterruptedException if the thread is interrupted
     */
    public Duration turn() throws InterruptedException {
        return switch (stage) {
            case EVENTS -> events();
            case COUNTS -> counts();
            case SPACE -> space();
        };
    }

    private Duration events() throws InterruptedException {
        Round now = round;
        if (now == null) {
            now = new Round(rules.get(), clock.now(), purge.counts());
            round = now;
        }
        if (due.isEmpty()) {
            List<Kept> seen = now.isOver() ? List.of() : purge.look(now.position(), LOOK_AT);
            if (seen.isEmpty()) {
                now.log();
                stage = Stage.COUNTS;
                return BETWEEN_LOOKS;
            }
            due = now.due(seen);
            if (due.isEmpty()) {
                return BETWEEN_LOOKS;
            }
        }
        Removed removed = StoreAnswer.await(purge.remove(due, PIECE));
        now.removed(removed.removed());
        due = List.copyOf(due.subList(removed.looked(), due.size()));
        return BETWEEN_PIECES;
    }

    private Duration counts() throws InterruptedException {
        Instant now = clock.now();
        Duration audit = rules.get().audit();
        Instant auditBefore = audit.isZero() ? Instant.EPOCH : now.minus(audit);
        if (StoreAnswer.await(purge.trim(now.minus(COUNTS), auditBefore, TRIM_AT_ONCE)) < TRIM_AT_ONCE) {
            stage = Stage.SPACE;
        }
        return BETWEEN_PIECES;
    }

    private Duration space() throws InterruptedException {
        if (StoreAnswer.await(purge.shrink(PIECE))) {
            return BETWEEN_PIECES;
        }
        stage = Stage.EVENTS;
        round = null;
        return BETWEEN_ROUNDS;
    }
}
