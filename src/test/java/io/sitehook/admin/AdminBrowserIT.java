package io.sitehook.admin;

import io.sitehook.standalone.WarProcess;
import java.nio.file.Path;

/** The journey on the WAR that serves itself, which begins with a one-time password. */
class AdminBrowserIT extends AdminJourney {
    private static final String PASSWORD = "a long phrase of my own 7";

    private WarProcess process;

    AdminBrowserIT() {
        super("war");
    }

    @Override
    protected Path home() {
        return directory.resolve("home");
    }

    @Override
    protected String serve() throws Exception {
        process = WarProcess.start(directory, "serve", "--port", "0", "--home", home().toString());
        return process.readyUrl();
    }

    @Override
    protected void logIn() throws Exception {
        type("#user", "admin");
        type("#password", process.oneTimePassword());
        press("Log in");
        awaitElement("#next");
        type("#current", process.oneTimePassword());
        type("#next", PASSWORD);
        type("#again", PASSWORD);
        press("Change password");
    }

    @Override
    protected void end() {
        process.close();
    }
}
