package io.sitehook.standalone;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** One line for each log record, and Tomcat's own only from warnings on; unless the user configured logging. */
final class ServerLogging {
    private static final String FORMAT = "java.util.logging.SimpleFormatter.format";

    /** Held here, since the log manager itself holds loggers weakly and would forget the level. */
    private static final Logger TOMCAT = Logger.getLogger("org.apache");

    private static final List<Logger> LIBRARIES =
            List.of(Logger.getLogger("com.zaxxer"), Logger.getLogger("org.flywaydb"));

    private ServerLogging() {}

    /** For a verb that does one thing, and says itself what it did. */
    static void onlyWarnings() {
        configure();
        LIBRARIES.forEach(logger -> logger.setLevel(Level.WARNING));
    }

    static void configure() {
        if (System.getProperty("java.util.logging.config.file") != null
                || System.getProperty("java.util.logging.config.class") != null) {
            return;
        }
        if (System.getProperty(FORMAT) == null) {
            System.setProperty(FORMAT, "%1$tFT%1$tT.%1$tL%1$tz %4$s %3$s: %5$s%6$s%n");
        }
        TOMCAT.setLevel(Level.WARNING);
    }
}
