package io.sitehook.admin;

import io.sitehook.store.Purge;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A server that is none. */
record FakeSurroundings(Clock clock) implements Surroundings {
    @Override
    public String version() {
        return "1.2.3";
    }

    @Override
    public String container() {
        return "a container";
    }

    @Override
    public String home() {
        return "/home";
    }

    @Override
    public String databaseFile() {
        return "/home/sitehook.db";
    }

    @Override
    public Instant startedAt() {
        return clock.instant();
    }

    @Override
    public List<ShownSetting> settings() {
        return List.of(new ShownSetting("sitehook.home", "/home", "system property"));
    }

    @Override
    public Purge.Rules retention() {
        Purge.Limits limits = new Purge.Limits(Duration.ofDays(30), Duration.ofDays(90), Duration.ZERO, 1_000);
        return new Purge.Rules(limits, Map.of(), Duration.ofDays(730));
    }

    @Override
    public List<Library> libraries() {
        return List.of(new Library("a-library", "1", "Apache-2.0"));
    }
}
