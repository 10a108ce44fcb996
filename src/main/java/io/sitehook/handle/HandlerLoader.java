package io.sitehook.handle;

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds handlers on the class path and in the handlers directory, and puts those that work into a catalog. What does not
 * work is reported by its name and never keeps the rest from working.
 *
 * <p>In the handlers directory one jar, or one folder of jars, is a unit with a class loader of its own that sees the
 * JDK, {@code io.sitehook.spi} and its own jars. Jars are copied before they are opened.
 */
public final class HandlerLoader {
    private static final System.Logger LOGGER = System.getLogger(HandlerLoader.class.getName());

    private final DirectoryUnits directoryUnits;
    private final Surroundings surroundings;

    /**
     * A loader with a work directory of its own.
     *
     * @param workDirectory where copies of jars are kept; made when needed. Copies in it that a former process left are
     *     deleted, so no two loaders may share it
     * @param settings for a handler's name its own settings by their last part; an empty map if it has none
     * @param clock the clock that handlers get
     */
    public HandlerLoader(Path workDirectory, Function<String, Map<String, String>> settings, Clock clock) {
        this(workDirectory, Surroundings.plain(settings, clock));
    }

    /**
     * The same, with all that handlers may get.
     *
     * @param workDirectory as above
     * @param surroundings what they get, and the built-in ones
     */
    public HandlerLoader(Path workDirectory, Surroundings surroundings) {
        this.directoryUnits = new DirectoryUnits(new WorkDirectory(workDirectory));
        this.surroundings = surroundings;
    }

    /**
     * Loads and starts all handlers, on the caller's thread. Each problem is logged once.
     *
     * @param classPath the web application's class loader
     * @param directory the handlers directory; it need not exist
     * @return the handlers that have started, and the problems of the others
     */
    public HandlerCatalog load(ClassLoader classPath, Path directory) {
        Search search = search(classPath, directory);
        List<LoadedHandler> started = search.handlers.stream()
                .filter(handler -> start(handler, search.problems))
                .toList();
        List<Generation> used = new ArrayList<>();
        for (OpenUnit unit : search.units) {
            List<LoadedHandler> its = started.stream()
                    .filter(handler -> handler.loader() == unit.loader())
                    .toList();
            if (its.isEmpty()) {
                unit.close();
            } else {
                used.add(new Generation(unit, its));
            }
        }
        search.problems.forEach(problem -> LOGGER.log(Level.ERROR, "Handler not used. " + problem));
        return new HandlerCatalog(used, search.problems);
    }

    Clock clock() {
        return surroundings.clock();
    }

    /** Copies and opens one jar or folder; null if it can't be. */
    @Nullable
    OpenUnit open(HandlersDirectory.Entry entry, List<HandlerProblem> problems) {
        try {
            return directoryUnits.open(entry);
        } catch (RefusedException e) {
            problems.add(e.in(entry.name()));
            return null;
        }
    }

    /**
     * Makes and starts the handlers of one unit while others are in use, on the caller's thread. A unit that is not used
     * is closed, and what was started in it stopped.
     *
     * @param others what stays in use; their names are taken
     * @param whole whether all of it must work, because it is to replace one that does
     * @param problems gets what is wrong; nothing is logged
     * @return null if it is not used
     */
    @Nullable
    Generation load(OpenUnit unit, List<Generation> others, boolean whole, List<HandlerProblem> problems) {
        List<LoadedHandler> taken =
                others.stream().flatMap(other -> other.handlers().stream()).toList();
        List<LoadedHandler> made =
                SharedNames.refuseTaken(SharedNames.refuse(make(unit, problems), problems), taken, problems);
        List<LoadedHandler> started = new ArrayList<>();
        for (LoadedHandler handler : made) {
            if ((problems.isEmpty() || !whole) && start(handler, problems)) {
                started.add(handler);
            }
        }
        Generation generation = new Generation(unit, started);
        if (started.isEmpty() || (whole && !problems.isEmpty())) {
            generation.close();
            return null;
        }
        return generation;
    }

    /**
     * Says what is wrong without using anything: handlers are constructed and asked for their names and states, but not
     * started. Nothing is logged.
     *
     * @param classPath the web application's class loader
     * @param directory the handlers directory; it need not exist
     * @return the problems, unmodifiable
     */
    public List<HandlerProblem> check(ClassLoader classPath, Path directory) {
        Search search = search(classPath, directory);
        search.units.forEach(OpenUnit::close);
        return List.copyOf(search.problems);
    }

    /** What one load has found so far. */
    private record Search(List<OpenUnit> units, List<LoadedHandler> handlers, List<HandlerProblem> problems) {}

    private Search search(ClassLoader classPath, Path directory) {
        List<HandlerProblem> problems = new ArrayList<>();
        // All files first, then code of handlers: one that interrupts this thread must not spoil the copying of others.
        List<OpenUnit> units = new ArrayList<>();
        units.add(ClassPathUnit.open(classPath, problems));
        if (!surroundings.builtIns().isEmpty()) {
            units.add(builtIn(classPath));
        }
        units.addAll(directoryUnits.open(directory, problems));
        List<LoadedHandler> made = new ArrayList<>();
        units.forEach(unit -> made.addAll(make(unit, problems)));
        return new Search(units, SharedNames.refuse(made, problems), problems);
    }

    private OpenUnit builtIn(ClassLoader classPath) {
        List<Provider> providers =
                surroundings.builtIns().stream().map(BuiltIn::provider).toList();
        return new OpenUnit(HandlerUnit.BUILT_IN, BuiltIn.loader(classPath), providers, "", () -> {});
    }

    private static List<LoadedHandler> make(OpenUnit unit, List<HandlerProblem> problems) {
        List<LoadedHandler> made = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        Set<String> repeated = new HashSet<>();
        unit.providers().stream()
                .map(Provider::className)
                .filter(name -> !seen.add(name))
                .forEach(repeated::add);
        for (String name : repeated) {
            problems.add(new RefusedException(
                            "The class is named more than once in the unit's files " + ServiceFile.PATH + ".",
                            "Leave one line with it, in one jar.")
                    .in(unit.name(), name));
        }
        for (Provider provider : unit.providers()) {
            if (repeated.contains(provider.className())) {
                continue;
            }
            try {
                made.add(HandlerFactory.make(provider, unit.loader()));
            } catch (RefusedException e) {
                problems.add(e.in(unit.name(), provider.className()));
            }
        }
        return made;
    }

    private boolean start(LoadedHandler handler, List<HandlerProblem> problems) {
        if (handler.isTransactional() && !surroundings.transactions()) {
            problems.add(new RefusedException(
                            "It is a TransactionalHandler, which needs Sitehook's data to be in PostgreSQL; here it is in"
                                    + " the embedded store.",
                            "Set sitehook.database.url or sitehook.database.jndi, or use another handler.")
                    .in(handler.unit().name(), handler.providerClass().getName()));
            return false;
        }
        boolean interrupted = Thread.currentThread().isInterrupted();
        try {
            handler.start(new SettingsContext(handler.name(), surroundings));
        } catch (Throwable e) {
            problems.add(
                    Explanation.of("Its method start()", e, "Do what this says, then copy the jar again or restart.")
                            .in(handler.unit().name(), handler.providerClass().getName()));
            return false;
        } finally {
            if (!interrupted && Thread.interrupted()) {
                LOGGER.log(Level.WARNING, handler + " left the thread interrupted; that was undone for the others.");
            }
        }
        LOGGER.log(
                Level.INFO,
                "Started " + handler + ", for " + Printable.of(handler.states().toString()) + ", SHA-256 "
                        + handler.unit().sha256());
        return true;
    }
}
