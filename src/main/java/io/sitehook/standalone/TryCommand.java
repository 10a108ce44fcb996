package io.sitehook.standalone;

import io.sitehook.config.Settings;
import io.sitehook.config.SettingsSources;
import io.sitehook.spi.StatusChangeHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code try}: plays a file of events into a handler jar, without a server and without a store. */
@Command(
        name = "try",
        description = {
            "Loads a handler jar as the server does and plays events into it, one attempt for each handler that takes"
                    + " the event's state. Nothing is stored and nothing is tried again; what the handlers do is real.",
            ""
        },
        footer = {"", "Exit codes: 0 all done, 1 something was not, 2 wrong usage."},
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class TryCommand implements Callable<Integer> {
    @Option(
            names = "--jar",
            paramLabel = "JAR",
            required = true,
            description = "The handler jar, or a folder with it and the libraries that it needs.")
    private Path jar = Path.of("");

    @Option(
            names = "--events",
            paramLabel = "FILE",
            required = true,
            description = "The events: webhook bodies as JSON, one in a line.")
    private Path events = Path.of("");

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "The home whose settings the handlers get. Without it they get those of --set only.")
    private @Nullable Path home;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "A setting of the handlers' own, for example directory=/tmp/x. May be repeated.")
    private Map<String, String> more = new HashMap<>();

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() throws Exception {
        CommandLine line = Objects.requireNonNull(command).commandLine();
        byte[] lines = check(line);
        ServerLogging.configure();
        Settings settings = settings();
        try (TriedJar tried = TriedJar.load(jar, name -> settingsOf(settings, name))) {
            tried.problems().forEach(problem -> line.getOut().println("not used: " + problem));
            Trial trial = new Trial(settings, line.getOut(), line.getErr());
            for (StatusChangeHandler handler : tried.handlers()) {
                trial.add(handler);
            }
            return trial.play(lines) && tried.problems().isEmpty() ? 0 : 1;
        } catch (IOException e) {
            throw new FailedException("The jar can't be tried: " + e, e);
        }
    }

    private byte[] check(CommandLine line) {
        if (!Files.isReadable(jar)) {
            throw new ParameterException(line, "Invalid value for option '--jar': " + jar + " can't be read");
        }
        for (String name : more.keySet()) {
            if (name.startsWith("delivery.")) {
                throw new ParameterException(
                        line,
                        "Invalid value for option '--set': " + name
                                + " is a setting of the server; set it in the home and give --home");
            }
        }
        try {
            return Files.readAllBytes(events);
        } catch (IOException e) {
            throw new ParameterException(line, "Invalid value for option '--events': " + events + " can't be read");
        }
    }

    private Map<String, String> settingsOf(Settings settings, String handler) {
        Map<String, String> all = new HashMap<>(settings.handlers().getOrDefault(handler, Map.of()));
        all.putAll(more);
        return all;
    }

    private Settings settings() throws IOException {
        if (home != null) {
            return HomeOption.read(HomeOption.sourcesOf(home));
        }
        // An empty directory has no home in it, so all settings are the defaults.
        Path empty = Files.createTempDirectory("sitehook-try");
        try {
            return HomeOption.read(new SettingsSources(Map.of(), Map.of(), Map.of(), empty));
        } finally {
            Files.delete(empty);
        }
    }
}
