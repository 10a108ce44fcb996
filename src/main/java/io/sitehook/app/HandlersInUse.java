package io.sitehook.app;

import io.sitehook.admin.Handlers;
import io.sitehook.config.DeliverySettings;
import io.sitehook.config.Settings;
import io.sitehook.dispatch.DeliveryPolicy;
import io.sitehook.dispatch.InstalledHandler;
import io.sitehook.handle.HandlerCatalog;
import io.sitehook.handle.HandlerProblem;
import io.sitehook.handle.HandlerUnit;
import io.sitehook.handle.LoadedHandler;
import io.sitehook.spi.WorkflowStates;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The handlers as administrators see them. Told of each change by the thread that loads; read by any. */
final class HandlersInUse implements Handlers {
    private final Settings settings;
    private final Clock clock;
    private final Supplier<Map<String, Integer>> stuckThreads;
    private final Supplier<List<io.sitehook.handle.Unloading>> unloading;

    private final Installed probe;
    private volatile Map<String, Used> used = Map.of();
    private volatile List<Problem> problems = List.of();
    private volatile Map<String, Installed> builtIn = Map.of();

    /** A handler since it was taken into use. */
    private record Used(LoadedHandler handler, int generation, Instant since) {}

    HandlersInUse(
            Settings settings,
            Clock clock,
            Supplier<Map<String, Integer>> stuckThreads,
            Supplier<List<io.sitehook.handle.Unloading>> unloading) {
        this.settings = settings;
        this.clock = clock;
        this.stuckThreads = stuckThreads;
        this.unloading = unloading;
        probe = new Installed(
                ProbeHandler.NAME,
                WorkflowStates.all(),
                new Unit(ProbeHandler.UNIT.name(), "", "", "built-in"),
                1,
                clock.instant(),
                Map.of(),
                new Policy(
                        ProbeHandler.POLICY.attempts(),
                        ProbeHandler.POLICY.schedule(),
                        ProbeHandler.POLICY.deadline(),
                        ProbeHandler.POLICY.concurrency(),
                        "strict"),
                0);
    }

    void note(HandlerCatalog catalog) {
        Map<String, Used> before = used;
        Map<String, Used> now = new HashMap<>();
        for (LoadedHandler handler : catalog.handlers()) {
            Used old = before.get(handler.name());
            now.put(
                    handler.name(),
                    old != null && old.handler == handler
                            ? old
                            : new Used(handler, old == null ? 1 : old.generation + 1, clock.instant()));
        }
        used = Map.copyOf(now);
        Map<String, Problem> known = new HashMap<>();
        problems.forEach(problem -> known.put(key(problem), problem));
        List<Problem> found = new ArrayList<>();
        for (HandlerProblem problem : catalog.problems()) {
            Problem fresh = new Problem(
                    problem.unit(), problem.provider().orElse(null), problem.what(), problem.remedy(), clock.instant());
            found.add(known.getOrDefault(key(fresh), fresh));
        }
        problems = List.copyOf(found);
    }

    /** From now on these are installed beside the jars' handlers, under these policies. */
    void noteBuiltIn(Map<InstalledHandler, DeliveryPolicy> handlers) {
        Map<String, Installed> before = builtIn;
        Map<String, Installed> now = new HashMap<>();
        handlers.forEach((handler, policy) -> {
            Installed old = before.get(handler.name());
            now.put(
                    handler.name(),
                    new Installed(
                            handler.name(),
                            handler.states(),
                            new Unit(handler.unit().name(), "", "", "built-in"),
                            1,
                            old == null ? clock.instant() : old.since(),
                            Map.of(),
                            new Policy(
                                    policy.attempts(),
                                    policy.schedule(),
                                    policy.deadline(),
                                    policy.concurrency(),
                                    policy.latest() ? "latest" : "strict"),
                            0));
        });
        builtIn = Map.copyOf(now);
    }

    private static String key(Problem problem) {
        return problem.unit() + "\n" + problem.provider() + "\n" + problem.what();
    }

    @Override
    public List<Installed> installed() {
        Map<String, Integer> stuck = stuckThreads.get();
        Map<String, Installed> all = new TreeMap<>(builtIn);
        used.values()
                .forEach(one ->
                        all.putIfAbsent(one.handler.name(), installed(one, stuck.getOrDefault(one.handler.name(), 0))));
        all.put(probe.name(), probe);
        return List.copyOf(all.values());
    }

    private static String source(String unit) {
        return unit.equals(HandlerUnit.CLASS_PATH) || unit.equals(HandlerUnit.BUILT_IN) ? unit : "directory";
    }

    private Installed installed(Used one, int stuck) {
        LoadedHandler handler = one.handler;
        HandlerUnit unit = handler.unit();
        DeliverySettings delivery = settings.deliveryFor(handler.name());
        return new Installed(
                handler.name(),
                handler.states(),
                new Unit(unit.name(), unit.version(), unit.sha256(), source(unit.name())),
                one.generation,
                one.since,
                settings.handlers().getOrDefault(handler.name(), Map.of()),
                new Policy(
                        delivery.attempts(),
                        delivery.schedule(),
                        delivery.deadline(),
                        delivery.concurrency(),
                        delivery.order().name().toLowerCase(Locale.ROOT)),
                stuck);
    }

    @Override
    public List<Problem> problems() {
        return problems;
    }

    @Override
    public List<Unloading> unloading() {
        return unloading.get().stream()
                .map(one -> new Unloading(
                        one.unit(),
                        one.since(),
                        one.state().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        one.by().isEmpty() ? null : one.by()))
                .toList();
    }
}
