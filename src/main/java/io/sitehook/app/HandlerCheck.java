package io.sitehook.app;

import io.sitehook.config.Settings;
import io.sitehook.handle.HandlerLoader;
import io.sitehook.handle.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks at the handler jars without starting any. */
public final class HandlerCheck {
    private HandlerCheck() {}

    /**
     * Opens the handler jars, makes their handlers and the built-in ones, and closes them again.
     *
     * @param handlersDirectory where the jars are; it need not exist
     * @param settings what the built-in ones are made of, empty if the settings are wrong
     * @return what is wrong with them, a sentence each, naming the jar
     * @throws IOException if there is no room for the copies that are opened
     */
    public static List<String> problems(Path handlersDirectory, Optional<Settings> settings) throws IOException {
        Path work = Files.createTempDirectory("sitehook-check");
        try {
            Surroundings surroundings = new Surroundings(
                    name -> Map.of(),
                    Clock.systemUTC(),
                    connection -> {
                        throw new UnsupportedOperationException("nothing is started by a check");
                    },
                    settings.map(BuiltIns::of).orElse(List.of()),
                    true);
            HandlerLoader loader = new HandlerLoader(work, surroundings);
            return loader.check(HandlerCheck.class.getClassLoader(), handlersDirectory).stream()
                    .map(Object::toString)
                    .toList();
        } finally {
            Files.deleteIfExists(work);
        }
    }
}
