package io.sitehook.spi.testing;

import io.sitehook.spi.HandlerContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Surroundings for a handler under test: settings in a map, a clock that the test moves, a logger that keeps its lines,
 * and for each connection a SiteCapture that holds what the test puts into it. Safe to share between threads.
 */
public final class TestContext implements HandlerContext {
    private final String handler;
    private final Map<String, String> settings = new ConcurrentHashMap<>();
    private final TestClock clock = new TestClock();
    private final TestLogger logger;
    private final List<Path> directories = new ArrayList<>();
    private final Map<String, FakeSiteCapture> siteCaptures = new ConcurrentHashMap<>();

    private TestContext(String handler) {
        this.handler = handler;
        this.logger = new TestLogger("sitehook.handler." + handler);
    }

    /**
     * Surroundings without any setting.
     *
     * @param name the handler's name, which messages about settings show
     * @return a new context
     */
    public static TestContext forHandler(String name) {
        return new TestContext(name);
    }

    /**
     * Gives a setting, as an operator would by {@code sitehook.handler.<handler's name>.<name>}.
     *
     * @param name the last part of the setting's name, for example {@code directory}
     * @param value the value; a blank one counts as not set
     * @return this context
     */
    public TestContext set(String name, String value) {
        settings.put(name, value);
        return this;
    }

    /**
     * Makes an empty directory to work in, and gives its path as a setting: Sitehook has no directories for handlers, so
     * a handler that needs one gets it from the operator. It is deleted by {@link HandlerRun#close()}.
     *
     * @param name the last part of the setting's name
     * @return the directory's absolute path
     * @throws UncheckedIOException if it can't be made
     */
    public Path directory(String name) {
        try {
            Path directory =
                    Files.createTempDirectory("sitehook-" + handler + "-").toAbsolutePath();
            synchronized (directories) {
                directories.add(directory);
            }
            set(name, directory.toString());
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Optional<String> setting(String name) {
        return Optional.ofNullable(settings.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    @Override
    public String require(String name) {
        return setting(name).orElseThrow(() -> new IllegalStateException(missing(name)));
    }

    private String missing(String name) {
        String full = "sitehook.handler." + handler + "." + name;
        String environment = full.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
        return "the setting " + full + " is not set; set it in sitehook.properties, or as " + environment
                + " in the environment";
    }

    /**
     * The clock, which stands until the test moves it.
     *
     * @return the clock, in UTC; at first at 2026-11-02, 08:00
     */
    @Override
    public TestClock clock() {
        return clock;
    }

    /**
     * The logger, which keeps its lines.
     *
     * @return the logger
     */
    @Override
    public TestLogger logger() {
        return logger;
    }

    /**
     * A SiteCapture for the test to put projects and photos into.
     *
     * @param connection the connection's name; each has one of its own
     * @return the same one each time, empty at first
     */
    @Override
    public FakeSiteCapture siteCapture(String connection) {
        return siteCaptures.computeIfAbsent(connection, name -> new FakeSiteCapture());
    }

    void deleteDirectories() {
        List<Path> all;
        synchronized (directories) {
            all = List.copyOf(directories);
            directories.clear();
        }
        all.forEach(TestContext::delete);
    }

    private static void delete(Path directory) {
        if (Files.notExists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
