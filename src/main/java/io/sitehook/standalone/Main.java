package io.sitehook.standalone;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line: finds the verb, {@code serve} if none is given, and runs it. */
@Command(
        name = Main.NAME,
        description = {"Receives SiteCapture's signed status change webhooks and runs handler jars on them.", ""},
        footer = {"", "Without a verb it serves. Exit codes: 0 good, 1 failed, 2 wrong usage."},
        synopsisSubcommandLabel = "serve|send|sign|check|try|admin-password|" + CopyCommand.NAME,
        subcommands = {
            ServeCommand.class,
            SendCommand.class,
            SignCommand.class,
            CheckCommand.class,
            TryCommand.class,
            AdminPasswordCommand.class,
            CopyCommand.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class Main {
    static final String NAME = "java -jar sitehook.war";

    private static final Set<String> FOR_THE_TOP = Set.of("-h", "--help", "-V", "--version");

    private Main() {}

    /**
     * Runs one command line. Called by the launcher, through reflection.
     *
     * @param args the verb and its options
     * @return the exit code: 0 good, 1 failed, 2 wrong usage
     */
    public static int run(String[] args) {
        return commandLine().execute(withVerb(args));
    }

    /** The parser with all verbs, ready to execute. */
    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main());
        line.setParameterExceptionHandler((error, args) -> explainUsage(error));
        line.setExecutionExceptionHandler((error, command, result) -> {
            if (error instanceof FailedException) {
                command.getErr().println(error.getMessage());
            } else {
                error.printStackTrace(command.getErr());
            }
            return CommandLine.ExitCode.SOFTWARE;
        });
        return line;
    }

    /** Puts {@code serve} in front if there is no verb, so that {@code --port 9000} alone works. */
    static String[] withVerb(String[] args) {
        if (args.length > 0 && (!args[0].startsWith("-") || FOR_THE_TOP.contains(args[0]))) {
            return args;
        }
        List<String> all = new ArrayList<>(List.of("serve"));
        all.addAll(List.of(args));
        return all.toArray(String[]::new);
    }

    /** Says what was wrong. Arguments that are no options are not repeated: one of them may be a secret. */
    private static int explainUsage(ParameterException error) {
        CommandSpec command = error.getCommandLine().getCommandSpec();
        PrintWriter err = error.getCommandLine().getErr();
        if (error instanceof UnmatchedArgumentException unmatched) {
            List<String> options = unmatched.getUnmatched().stream()
                    .filter(argument -> argument.startsWith("-"))
                    .map(argument -> argument.replaceFirst("=.*", ""))
                    .toList();
            if (!options.isEmpty()) {
                err.println("Unknown option: " + String.join(", ", options));
            } else if (command.parent() == null) {
                err.println("There is no verb \"" + unmatched.getUnmatched().get(0)
                        + "\". The verbs are serve, send, sign, check, try, admin-password and "
                        + CopyCommand.NAME + ".");
            } else {
                err.println("An argument too many: all arguments of " + command.name() + " are options");
            }
        } else {
            err.println(error.getMessage());
        }
        err.println("Try: " + command.qualifiedName() + " --help");
        return CommandLine.ExitCode.USAGE;
    }
}
