package io.sitehook.handle;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/** A handlers directory, a work directory and a loader over an empty class path. */
final class LoaderFixture {
    final Path handlers;
    final Path work;
    final Map<String, Map<String, String>> settings = new HashMap<>();
    final HandlerLoader loader;

    LoaderFixture(Path home) {
        handlers = home.resolve("handlers");
        work = home.resolve("work");
        loader = newLoader();
    }

    /** As a new process would have it. */
    HandlerLoader newLoader() {
        return new HandlerLoader(
                work, name -> settings.getOrDefault(name, Map.of()), Clock.fixed(Instant.EPOCH, ZoneOffset.ofHours(3)));
    }

    HandlerJars jar(String fileName) {
        return HandlerJars.jar(handlers.resolve(fileName));
    }

    /** Loads the directory alone: nothing is on the class path. */
    HandlerCatalog load() {
        return loader.load(ClassLoader.getPlatformClassLoader(), handlers);
    }
}
