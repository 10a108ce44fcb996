package io.sitehook.admin;

import io.sitehook.spi.WorkflowStates;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Handlers that are installed because a test says so. */
final class FakeHandlers implements Handlers {
    final List<Installed> installed = new ArrayList<>();
    final List<Problem> problems = new ArrayList<>();
    private final Clock clock;

    FakeHandlers(Clock clock) {
        this.clock = clock;
    }

    void add(String name, WorkflowStates states) {
        add(name, states, Map.of());
    }

    void add(String name, WorkflowStates states, Map<String, String> settings) {
        installed.add(new Installed(
                name,
                states,
                new Unit(name + ".jar", "1.0", "ab".repeat(32), "directory"),
                1,
                clock.instant(),
                settings,
                new Policy(
                        10, List.of(Duration.ofSeconds(5), Duration.ofHours(1)), Duration.ofSeconds(30), 4, "strict"),
                0));
    }

    @Override
    public List<Installed> installed() {
        return List.copyOf(installed);
    }

    @Override
    public List<Problem> problems() {
        return List.copyOf(problems);
    }

    @Override
    public List<Unloading> unloading() {
        return List.of();
    }
}
