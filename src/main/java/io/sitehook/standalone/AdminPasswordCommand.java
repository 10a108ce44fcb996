package io.sitehook.standalone;

import io.sitehook.users.HomeUsers;
import io.sitehook.users.Role;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code admin-password}: gives a user of the admin page a one-time password, and makes the user if there is none. */
@Command(
        name = "admin-password",
        description = {
            "Gives a user of the admin page a new one-time password, or makes a new user, and prints it once.",
            "For Sitehook by itself, also while it runs; the user's sessions end. A container has users of its own.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class AdminPasswordCommand implements Callable<Integer> {
    @Mixin
    private final HomeOption home = new HomeOption();

    @Option(
            names = "--user",
            paramLabel = "NAME",
            defaultValue = HomeUsers.FIRST,
            description = "The user, ${DEFAULT-VALUE} by default: a to z, 0 to 9 and . _ @ -")
    private String user = HomeUsers.FIRST;

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            defaultValue = "admin",
            description = "admin may see and change everything, viewer may see it; ${DEFAULT-VALUE} by default.")
    private String role = "admin";

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() {
        CommandSpec spec = Objects.requireNonNull(command);
        Role chosen = Role.ofWord(role)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "Invalid value for option '--role': it is admin or viewer"));
        if (!HomeUsers.isName(user)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Invalid value for option '--user': 1 to 64 of a to z, 0 to 9 and . _ @ - are allowed");
        }
        Path directory = home.directory();
        if (!Files.isDirectory(directory)) {
            throw new FailedException("There is no home " + directory + "; name it with --home");
        }
        try {
            String password = new HomeUsers(directory).reset(user, chosen);
            PrintWriter out = spec.commandLine().getOut();
            out.println("User: " + user + "  Role: " + chosen.word() + "  One-time password: " + password);
            out.println("It is shown this once, and must be changed at the first login.");
            out.flush();
            return 0;
        } catch (IOException e) {
            throw new FailedException("The password can't be set: " + e.getMessage(), e);
        }
    }
}
