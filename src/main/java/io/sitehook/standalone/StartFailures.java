package io.sitehook.standalone;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Catches what Tomcat logs while it starts. When a listener throws, Tomcat logs it and says no more than that the start
 * failed; people need the listener's own message, without a page of stack trace around it.
 */
final class StartFailures extends Handler implements AutoCloseable {
    private final Logger logger;
    private final List<LogRecord> records = Collections.synchronizedList(new ArrayList<>());

    private StartFailures(Logger logger) {
        this.logger = logger;
    }

    static StartFailures listen() {
        StartFailures failures = new StartFailures(Logger.getLogger("org.apache.catalina.core"));
        failures.logger.addHandler(failures);
        failures.logger.setUseParentHandlers(false);
        return failures;
    }

    @Override
    public void publish(LogRecord log) {
        records.add(log);
    }

    @Override
    public void flush() {
        // Nothing is buffered.
    }

    /** Gives back the logger; what else was logged than the failure goes where it would have gone. */
    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setUseParentHandlers(true);
        records.stream().filter(log -> !isExplained(log)).forEach(logger::log);
    }

    /** What the web application said when it refused to start. */
    String inWords() {
        return records.stream()
                .filter(StartFailures::isExplained)
                .findFirst()
                .map(log -> "Sitehook can't start: " + log.getThrown().getMessage())
                .orElse("Sitehook can't start; the log above says why");
    }

    /** Whether the exception was made for people to read, not one by which a bug shows. */
    private static boolean isExplained(LogRecord log) {
        Throwable thrown = log.getThrown();
        return thrown != null
                && thrown.getMessage() != null
                && (thrown instanceof IllegalStateException
                        || thrown.getClass().getName().startsWith("io.sitehook."));
    }
}
