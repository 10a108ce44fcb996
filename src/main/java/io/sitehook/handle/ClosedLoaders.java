package io.sitehook.handle;

import java.lang.System.Logger.Level;
import java.lang.ref.WeakReference;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Watches the class loaders of replaced and removed jars until the garbage collector has taken them. A thread that a
 * handler left behind keeps its loader in memory: it is named. For one thread.
 */
final class ClosedLoaders {
    private static final System.Logger LOGGER = System.getLogger(ClosedLoaders.class.getName());

    private static final int MOST_REMEMBERED = 20;

    private final Clock clock;
    private final List<Closed> watched = new ArrayList<>();
    private final Deque<Unloading> unloaded = new ArrayDeque<>();
    private int collected;

    private record Closed(String unit, WeakReference<ClassLoader> loader, Instant since, String threads) {}

    /** @param clock for times in {@link #list()} */
    ClosedLoaders(Clock clock) {
        this.clock = clock;
    }

    /** Begins to watch; says at once which threads keep the loader. */
    void watch(String unit, ClassLoader loader) {
        String threads = Thread.getAllStackTraces().entrySet().stream()
                .filter(entry -> keeps(entry.getKey(), entry.getValue(), loader))
                .map(entry -> entry.getKey().getName())
                .sorted()
                .collect(Collectors.joining(", "));
        if (!threads.isEmpty()) {
            LOGGER.log(
                    Level.WARNING,
                    "The old classes of " + Printable.of(unit) + " are leaked by thread " + Printable.of(threads)
                            + ", which its handler left running. They stay in memory until it ends: let stop() end it.");
        }
        watched.add(new Closed(unit, new WeakReference<>(loader), clock.instant(), threads));
    }

    private static boolean keeps(Thread thread, StackTraceElement[] stack, ClassLoader loader) {
        if (thread == Thread.currentThread()) {
            return false;
        }
        if (thread.getContextClassLoader() == loader || thread.getClass().getClassLoader() == loader) {
            return true;
        }
        String name = loader.getName();
        for (StackTraceElement frame : stack) {
            if (name != null && name.equals(frame.getClassLoaderName())) {
                return true;
            }
        }
        return false;
    }

    /** Notes which have been collected since. */
    void look() {
        watched.removeIf(closed -> {
            boolean gone = closed.loader.get() == null;
            if (gone) {
                collected++;
                unloaded.addLast(new Unloading(closed.unit, clock.instant(), Unloading.State.UNLOADED, ""));
                if (unloaded.size() > MOST_REMEMBERED) {
                    unloaded.removeFirst();
                }
                LOGGER.log(
                        Level.INFO,
                        "The old classes of " + Printable.of(closed.unit) + " are unloaded (" + collected
                                + " unloaded, " + (watched.size() - 1) + " to go)");
            }
            return gone;
        });
    }

    /** Those that are watched, and the last ones that are gone. */
    List<Unloading> list() {
        List<Unloading> all = new ArrayList<>();
        watched.forEach(closed -> all.add(new Unloading(
                closed.unit,
                closed.since,
                closed.threads.isEmpty() ? Unloading.State.CLOSING : Unloading.State.LEAKED,
                closed.threads)));
        all.addAll(unloaded);
        return all;
    }
}
