package io.sitehook.standalone;

import io.sitehook.app.StoreCopying;
import io.sitehook.config.Settings;
import io.sitehook.store.StoreUnavailableException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code copy-to-postgresql}: from one server with a file to several with a database. */
@Command(
        name = CopyCommand.NAME,
        description = {
            "Copies all that is stored in a home, its sitehook.db, into the empty PostgreSQL database that the",
            "home's settings name (sitehook.database.url), all of it or nothing. Stop the server before. The file",
            "stays as it is.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class CopyCommand implements Callable<Integer> {
    static final String NAME = "copy-to-postgresql";

    @Mixin
    private final HomeOption home = new HomeOption();

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() {
        ServerLogging.onlyWarnings();
        Settings settings = home.settings();
        if (settings.database().url().isEmpty()) {
            throw new FailedException(
                    settings.database().jndi().isPresent()
                            ? "The DataSource of a container is not there on the command line. Set sitehook.database.url"
                                    + " for the copy instead of sitehook.database.jndi"
                            : "Set sitehook.database.url, and the user and password to it: that database is copied into");
        }
        try {
            Map<String, Long> copied = StoreCopying.run(settings);
            PrintWriter out = Objects.requireNonNull(command).commandLine().getOut();
            out.println("Copied from " + settings.home() + " into "
                    + settings.database().url().orElseThrow().replaceFirst("\\?.*", "") + ":");
            copied.forEach((table, rows) -> out.printf("%,12d %s%n", rows, table));
            out.println(
                    "By its settings the server works on that database from its next start. sitehook.db is not used any"
                            + " more: keep it as a backup, or delete it and what else begins with sitehook.db.");
            out.flush();
            return 0;
        } catch (StoreUnavailableException e) {
            throw new FailedException("Nothing was copied: " + e.getMessage(), e);
        }
    }
}
