package io.sitehook.handle;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The handlers in use, kept in step with the handlers directory while the server runs. A jar that is new or has changed
 * is loaded beside the old one; only if everything in it works, it takes its place. What runs finishes on the old one,
 * which is then stopped, closed and watched until its classes are unloaded. A jar that is refused changes nothing.
 *
 * <p>All methods but {@link #unloading()} are for one thread, the one on which handlers are constructed, started and stopped.
 */
public final class HandlerGenerations {
    private static final System.Logger LOGGER = System.getLogger(HandlerGenerations.class.getName());

    private final HandlerLoader loader;
    private final ClassLoader classPath;
    private final Path directory;
    private final Consumer<HandlerCatalog> listener;
    /** In use, by unit name. */
    private final Map<String, Generation> inUse = new TreeMap<>();
    /** What each unit's files looked like when it was last loaded or refused. */
    private final Map<String, String> dealtWith = new HashMap<>();
    /** What they looked like at the last look: what still changes is not touched. */
    private Map<String, String> lastLook = Map.of();
    /** Refused because a name was taken: tried again after every change. */
    private final Set<String> waitingForNames = new HashSet<>();

    private final List<Generation> retired = new ArrayList<>();
    private final Map<Generation, Instant> retiredAt = new HashMap<>();
    private final ClosedLoaders closedLoaders;
    private volatile List<Unloading> unloading = List.of();
    private List<HandlerProblem> problems = List.of();
    private boolean unreadable;
    private boolean open;

    /**
     * Nothing is loaded yet.
     *
     * @param classPath the web application's class loader
     * @param directory the handlers directory; it need not exist
     * @param listener gets what is in use, after every change. Until it returns, the handlers from before can be used
     */
    public HandlerGenerations(
            HandlerLoader loader, ClassLoader classPath, Path directory, Consumer<HandlerCatalog> listener) {
        this.loader = loader;
        closedLoaders = new ClosedLoaders(loader.clock());
        this.classPath = classPath;
        this.directory = directory;
        this.listener = listener;
    }

    /** Loads the class path and all that lies in the directory. */
    public void open() {
        try {
            new HandlersDirectory(directory).look().forEach(entry -> dealtWith.put(entry.name(), entry.fingerprint()));
        } catch (IOException e) {
            unreadable = true; // the load names it
        }
        lastLook = Map.copyOf(dealtWith);
        HandlerCatalog catalog = loader.load(classPath, directory);
        catalog.generations().forEach(generation -> inUse.put(generation.name(), generation));
        problems = catalog.problems();
        open = true;
        publish();
    }

    /** Whether {@link #open()} has been done. */
    public boolean isOpen() {
        return open;
    }

    /**
     * Looks once for what has changed, and takes it over. To be called about once a second: a file must look the same at
     * two looks before it is touched, so that one that is still being copied is left alone.
     */
    public void look() {
        retired.removeIf(this::closeIfIdle);
        closedLoaders.look();
        noteUnloading();
        List<HandlersDirectory.Entry> entries;
        try {
            entries = new HandlersDirectory(directory).look();
            unreadable = false;
        } catch (IOException e) {
            if (!unreadable) {
                LOGGER.log(
                        Level.WARNING,
                        "The handlers directory " + directory + " can't be read: " + Explanation.describe(e)
                                + ". The handlers that are in use stay so.");
            }
            unreadable = true;
            return;
        }
        Map<String, String> seen = new HashMap<>();
        entries.forEach(entry -> seen.put(entry.name(), entry.fingerprint()));
        boolean changed = removeMissing(seen.keySet());
        for (HandlersDirectory.Entry entry : entries) {
            String fingerprint = seen.getOrDefault(entry.name(), "");
            if (!fingerprint.equals(dealtWith.get(entry.name())) && fingerprint.equals(lastLook.get(entry.name()))) {
                dealtWith.put(entry.name(), fingerprint);
                changed |= replace(entry);
            }
        }
        lastLook = seen;
        if (changed) {
            dealtWith.keySet().removeAll(waitingForNames);
            waitingForNames.clear();
        }
    }

    private boolean removeMissing(Set<String> present) {
        dealtWith.keySet().removeIf(name -> !present.contains(name) && !lastLook.containsKey(name));
        Set<String> missing = new TreeSet<>(inUse.keySet());
        missing.removeAll(present);
        missing.removeAll(lastLook.keySet());
        missing.remove(HandlerUnit.CLASS_PATH);
        missing.remove(HandlerUnit.BUILT_IN);
        for (String name : missing) {
            Generation gone = Objects.requireNonNull(inUse.remove(name), name);
            LOGGER.log(Level.INFO, Printable.of(name) + " was removed; its handlers take nothing more.");
            publish();
            retire(gone);
        }
        return !missing.isEmpty();
    }

    /** Pre-flight, then the exchange. */
    private boolean replace(HandlersDirectory.Entry entry) {
        Generation old = inUse.get(entry.name());
        List<HandlerProblem> found = new ArrayList<>();
        OpenUnit unit = loader.open(entry, found);
        if (unit != null && !entry.fingerprint().equals(dealtWith.get(entry.name()))) {
            unit.close(); // it changed while it was copied; the next looks see it
            dealtWith.remove(entry.name());
            return false;
        }
        if (unit != null && old != null && old.unit().sha256().equals(unit.sha256())) {
            unit.close();
            return false;
        }
        List<Generation> others =
                inUse.values().stream().filter(generation -> generation != old).toList();
        Generation next = unit == null ? null : loader.load(unit, others, old != null, found);
        if (found.stream().anyMatch(HandlerProblem::nameTaken)) {
            waitingForNames.add(entry.name());
        }
        report(entry.name(), found, old != null);
        if (next == null) {
            publish();
            return false;
        }
        inUse.put(entry.name(), next);
        publish();
        if (old != null) {
            LOGGER.log(
                    Level.INFO,
                    Printable.of(entry.name()) + " was replaced, SHA-256 "
                            + old.unit().sha256() + " by " + next.unit().sha256()
                            + "; what runs finishes on the old one.");
            retire(old);
        }
        return true;
    }

    private void report(String unit, List<HandlerProblem> found, boolean replaces) {
        List<HandlerProblem> all = new ArrayList<>(problems);
        all.removeIf(problem -> problem.unit().equals(Printable.of(unit)));
        all.addAll(found);
        problems = List.copyOf(all);
        String consequence = replaces ? "The jar from before stays in use. " : "";
        found.forEach(problem -> LOGGER.log(Level.ERROR, "Handler not used. " + consequence + problem));
    }

    private void publish() {
        problems = problems.stream()
                .filter(problem -> dealtWith.containsKey(problem.unit())
                        || problem.unit().equals(HandlerUnit.CLASS_PATH)
                        || problem.unit().equals(HandlerUnit.BUILT_IN)
                        || problem.unit().equals(directory.toString()))
                .toList();
        listener.accept(new HandlerCatalog(List.copyOf(inUse.values()), problems));
    }

    private void retire(Generation old) {
        old.retire();
        retired.add(old);
        retiredAt.put(old, loader.clock().instant());
        retired.removeIf(this::closeIfIdle);
        noteUnloading();
    }

    private boolean closeIfIdle(Generation old) {
        if (old.isHeld()) {
            return false;
        }
        old.close();
        retiredAt.remove(old);
        closedLoaders.watch(old.name(), old.unit().loader());
        return true;
    }

    private void noteUnloading() {
        List<Unloading> all = new ArrayList<>();
        retiredAt.forEach(
                (generation, since) -> all.add(new Unloading(generation.name(), since, Unloading.State.IN_USE, "")));
        all.addAll(closedLoaders.list());
        unloading = List.copyOf(all);
    }

    /** The jars on their way out of memory, as of the last look. For any thread. */
    public List<Unloading> unloading() {
        return unloading;
    }

    /**
     * Stops all handlers, also those that something still runs on, and closes their class loaders. Call it after the last
     * delivery has ended.
     */
    public void close() {
        inUse.values().forEach(Generation::close);
        retired.forEach(Generation::close);
        inUse.clear();
        retired.clear();
        retiredAt.clear();
    }
}
