package io.sitehook.container;

import io.sitehook.admin.AdminJourney;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The journey in Tomcat as it is delivered, with one of its own users. */
class AdminPagesIT extends AdminJourney {
    private static final Path WAR = Path.of(System.getProperty("sitehook.test.war", ""));
    private static final Path TOMCAT = Path.of(System.getProperty("sitehook.test.tomcat10", ""));

    private OwnTomcat tomcat;
    private Server server;

    AdminPagesIT() {
        super("tomcat");
    }

    @Override
    protected Path home() {
        try {
            tomcat = new OwnTomcat(TOMCAT, directory.resolve("base"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return tomcat.base.resolve("sitehook");
    }

    @Override
    protected String serve() throws Exception {
        tomcat.dropIn(WAR);
        server = tomcat.start();
        server.awaitOk(tomcat.url("/sitehook/health/ready"));
        return tomcat.url("/sitehook");
    }

    @Override
    protected void logIn() {
        type("#user", "ann");
        type("#password", "a phrase for the tests, ann");
        press("Log in");
    }

    @Override
    protected void end() {
        server.close();
    }
}
