package io.sitehook.retention;

import io.sitehook.store.Purge.Kept;
import io.sitehook.store.Purge.Kind;
import io.sitehook.store.Purge.Rules;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** One walk from the oldest event to the first that can't be old enough. For one thread. */
final class Round {
    private static final System.Logger LOGGER = System.getLogger(Round.class.getName());

    private final Rules rules;
    private final Instant now;
    private final Map<String, Long> excess;
    private final Map<Kind, Integer> removed = new EnumMap<>(Kind.class);
    /** What was received later can't be old enough. */
    private final Instant youngest;

    private long position;
    private boolean over;

    Round(Rules rules, Instant now, Map<String, Long> counts) {
        this.rules = rules;
        this.now = now;
        excess = new HashMap<>();
        counts.forEach((connection, count) -> {
            long limit = rules.of(connection).count();
            if (limit > 0 && count > limit) {
                excess.put(connection, count - limit);
            }
        });
        youngest = shortest(rules).map(now::minus).orElse(Instant.MIN);
    }

    private static Optional<Duration> shortest(Rules rules) {
        return Stream.concat(Stream.of(rules.general()), rules.byConnection().values().stream())
                .flatMap(limits -> Stream.of(limits.finished(), limits.dead(), limits.parked()))
                .filter(age -> !age.isZero())
                .min(Duration::compareTo);
    }

    /** How far it has come. */
    long position() {
        return position;
    }

    boolean isOver() {
        return over;
    }

    /** Those of the next events that are to be taken out. */
    List<Kept> due(List<Kept> seen) {
        List<Kept> due = seen.stream().filter(this::isDue).toList();
        Kept last = seen.get(seen.size() - 1);
        position = last.position();
        over = excess.isEmpty() && last.receivedAt().isAfter(youngest);
        return due;
    }

    private boolean isDue(Kept event) {
        boolean old = rules.of(event.connection())
                .keptUntil(event.kind(), event.since())
                .map(until -> !until.isAfter(now))
                .orElse(false);
        boolean tooMany = event.kind() == Kind.FINISHED && excess.containsKey(event.connection());
        if (old || tooMany) {
            excess.computeIfPresent(event.connection(), (name, count) -> count > 1 ? count - 1 : null);
        }
        return old || tooMany;
    }

    void removed(List<Kept> events) {
        events.forEach(event -> removed.merge(event.kind(), 1, Integer::sum));
    }

    void log() {
        if (!removed.isEmpty()) {
            boolean unhandled = removed.containsKey(Kind.DEAD) || removed.containsKey(Kind.PARKED);
            LOGGER.log(
                    unhandled ? Level.WARNING : Level.INFO,
                    "retention took out " + removed.getOrDefault(Kind.FINISHED, 0) + " finished events"
                            + (unhandled
                                    ? ", " + removed.getOrDefault(Kind.DEAD, 0) + " that had failed or could not be"
                                            + " read, and " + removed.getOrDefault(Kind.PARKED, 0)
                                            + " that no handler took"
                                    : "")
                            + ", because their time had come (sitehook.retention.*)");
        }
    }
}
