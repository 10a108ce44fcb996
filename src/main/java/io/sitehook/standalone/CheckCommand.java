package io.sitehook.standalone;

import io.sitehook.config.ConnectionSettings;
import io.sitehook.config.Settings;
import io.sitehook.config.SettingsException;
import io.sitehook.config.SettingsReader;
import io.sitehook.config.SettingsSources;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code check}: names everything that is wrong with a home. */
@Command(
        name = "check",
        description = {
            "Reads the settings and the handler jars and says what is wrong. Starts nothing and writes nothing.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class CheckCommand implements Callable<Integer> {
    private final List<Check> checks;

    @Mixin
    private final HomeOption home = new HomeOption();

    @Spec
    private @Nullable CommandSpec command;

    CheckCommand() {
        this(List.of(new HomeCheck(), new HandlerJarsCheck()));
    }

    CheckCommand(List<Check> checks) {
        this.checks = List.copyOf(checks);
    }

    @Override
    public Integer call() {
        return report(
                home.sources(), Objects.requireNonNull(command).commandLine().getOut());
    }

    /** Checks and prints; gives the exit code. */
    int report(SettingsSources sources, PrintWriter out) {
        List<String> problems = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        List<String> summary = new ArrayList<>();
        Check.Subject subject;
        try {
            Settings settings = SettingsReader.read(sources);
            warnings.addAll(settings.warnings());
            new TreeMap<>(settings.connections()).values().forEach(connection -> summary.add(describe(connection)));
            subject = new Check.Subject(settings.home(), settings.handlersDirectory(), Optional.of(settings));
        } catch (SettingsException e) {
            problems.addAll(e.problems());
            subject = new Check.Subject(e.home(), e.handlersDirectory(), Optional.empty());
        }
        for (Check check : checks) {
            Check.Report found = check.look(subject);
            problems.addAll(found.problems());
            warnings.addAll(found.warnings());
            summary.addAll(found.summary());
        }
        if (problems.isEmpty()) {
            summary.forEach(out::println);
            print(out, "Odd, but not wrong:", warnings);
            out.println("Nothing is wrong.");
        } else {
            print(out, problems.size() == 1 ? "1 thing is wrong:" : problems.size() + " things are wrong:", problems);
            print(out, "Odd, but not wrong:", warnings);
        }
        out.flush();
        return problems.isEmpty() ? 0 : 1;
    }

    private static void print(PrintWriter out, String heading, List<String> lines) {
        if (!lines.isEmpty()) {
            out.println(heading);
            lines.forEach(line -> out.println("  - " + line));
        }
    }

    private static String describe(ConnectionSettings connection) {
        List<String> states = new ArrayList<>(new TreeSet<>(connection.states()));
        if (connection.withoutState()) {
            states.add("without a state");
        }
        return "Connection " + connection.name() + ": "
                + connection.activity().name().toLowerCase(Locale.ROOT) + ", "
                + (connection.allStates() ? "all states" : String.join(", ", states)) + ", "
                + (connection.hmacSecret().isPresent() ? "HMAC secret set" : "no HMAC secret")
                + (connection.hmacSecretPrevious().isPresent() ? " and the one before it" : "") + ", "
                + (connection.apiKey().isPresent() ? "api_key checked" : "api_key not checked");
    }
}
