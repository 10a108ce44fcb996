package io.sitehook.standalone;

import io.sitehook.config.Settings;
import io.sitehook.users.HomeUsers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code serve}: the web application in an embedded Tomcat, until the process is told to stop. */
@Command(
        name = "serve",
        description = {"Serves until it is stopped by Ctrl-C or SIGTERM.", ""},
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class ServeCommand implements Callable<Integer> {
    private static final int LAST_PORT = 65_535;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "The port, ${DEFAULT-VALUE} by default. 0 takes any free one.")
    private int port;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "The address to listen on, ${DEFAULT-VALUE} by default. 0.0.0.0 listens on all.")
    private String host = "127.0.0.1";

    @Mixin
    private final HomeOption home = new HomeOption();

    @Option(names = "--demonstration", paramLabel = "JAR", hidden = true)
    private @Nullable Path demonstration;

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() throws Exception {
        CommandSpec spec = Objects.requireNonNull(command);
        if (port < 0 || port > LAST_PORT) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Invalid value for option '--port': " + port + " is not from 0 to " + LAST_PORT);
        }
        if (demonstration != null) {
            Demonstration.prepare(home.directory(), demonstration);
        }
        Settings settings = home.settings();
        // Tomcat makes a catalina.base of its own, which would change the default home.
        System.setProperty(HomeOption.PROPERTY, settings.home().toString());
        ServerLogging.configure();
        HomeUsers users = new HomeUsers(settings.home());
        try (EmbeddedTomcat server = EmbeddedTomcat.start(
                WebApplication.directory(), host, port, users, settings.admin().login())) {
            // Made before it says that it is ready: whoever waits for that line finds all files of the home.
            String admin = admin(server.url(), users);
            spec.commandLine().getOut().println(ready(server.url(), settings));
            spec.commandLine().getOut().println(admin);
            if (demonstration != null) {
                spec.commandLine().getOut().println(Demonstration.instructions(server.url(), settings));
            }
            spec.commandLine().getOut().flush();
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            // The launcher interrupts when the JVM shuts down; the server has been stopped by now.
            return 0;
        }
        return 0;
    }

    private static String ready(String url, Settings settings) {
        String connection = settings.connections().size() == 1
                ? settings.connections().keySet().iterator().next()
                : "<connection>";
        return "Sitehook is ready. Webhooks: " + url + "/webhooks/" + connection + " Home: " + settings.home();
    }

    /** Where the admin page is, and at the first start how to get in. The password is shown here and nowhere else. */
    private static String admin(String url, HomeUsers users) {
        return "Admin page: " + url + "/admin/" + firstLogin(users);
    }

    /** A home that can't be written to is no reason to refuse webhooks, whose store says for itself what it can do. */
    private static String firstLogin(HomeUsers users) {
        try {
            return users.createFirst()
                    .map(password -> "\nUser: " + HomeUsers.FIRST + "  One-time password: " + password
                            + "  It is shown this once, and must be changed at the first login.")
                    .orElse("");
        } catch (IOException e) {
            return "\nNobody can log in yet: the first user could not be stored: " + e.getMessage()
                    + ". Webhooks are taken all the same. Make room or mend the rights, then start it again.";
        }
    }
}
