package io.sitehook.standalone;

import io.sitehook.handle.HandlerCatalog;
import io.sitehook.handle.HandlerLoader;
import io.sitehook.handle.HandlerProblem;
import io.sitehook.handle.LoadedHandler;
import io.sitehook.spi.Delivery;
import io.sitehook.spi.Outcome;
import io.sitehook.spi.StatusChangeHandler;
import io.sitehook.spi.WorkflowStates;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A handler jar, or a folder of jars, that is dropped into an empty handlers directory and loaded from there. */
final class TriedJar implements AutoCloseable {
    // What these say of the temporary directory is noise; the problems are printed. Held, as log managers forget.
    private static final List<Logger> QUIET = Stream.of("HandlerLoader", "HandlersDirectory")
            .map(name -> Logger.getLogger("io.sitehook.handle." + name))
            .toList();

    private final Path directory;
    private final HandlerCatalog catalog;

    private TriedJar(Path directory, HandlerCatalog catalog) {
        this.directory = directory;
        this.catalog = catalog;
    }

    /**
     * Loads it and starts its handlers.
     *
     * @param jar a jar or a folder of jars
     * @param settings for a handler's name its own settings
     * @throws IOException if there is no room for copies
     */
    static TriedJar load(Path jar, Function<String, Map<String, String>> settings) throws IOException {
        QUIET.forEach(logger -> logger.setLevel(Level.OFF));
        Path directory = Files.createTempDirectory("sitehook-try");
        try {
            Path handlers = Files.createDirectory(directory.resolve("handlers"));
            copy(jar, handlers);
            HandlerLoader loader = new HandlerLoader(directory.resolve("work"), settings, Clock.systemUTC());
            return new TriedJar(directory, loader.load(TriedJar.class.getClassLoader(), handlers));
        } catch (IOException | RuntimeException e) {
            delete(directory);
            throw e;
        }
    }

    private static void copy(Path jar, Path handlers) throws IOException {
        Path real = jar.toRealPath();
        Path target = handlers.resolve(real.getFileName());
        Files.copy(real, target);
        if (Files.isDirectory(real)) {
            try (Stream<Path> files = Files.list(real)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.copy(file, target.resolve(file.getFileName()));
                }
            }
        }
    }

    /** What can't be used, and why. */
    List<HandlerProblem> problems() {
        return catalog.problems();
    }

    /** The handlers in it, started; {@code start} and {@code stop} of these do nothing. */
    List<StatusChangeHandler> handlers() {
        return catalog.handlers().stream()
                .<StatusChangeHandler>map(Started::new)
                .toList();
    }

    /** Stops the handlers and deletes all copies. */
    @Override
    public void close() throws IOException {
        catalog.close();
        delete(directory);
    }

    private static void delete(Path directory) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** A handler that the catalog starts and stops. */
    private record Started(LoadedHandler loaded) implements StatusChangeHandler {
        @Override
        public String name() {
            return loaded.name();
        }

        @Override
        public WorkflowStates states() {
            return loaded.states();
        }

        @Override
        public Outcome handle(Delivery delivery) throws Exception {
            return loaded.handle(delivery);
        }
    }
}
