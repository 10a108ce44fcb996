package io.sitehook.spi.testing;

import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * A logger that keeps its lines, those of all levels. A server's log usually leaves out what is below {@code INFO}. Safe
 * to share between threads.
 */
public final class TestLogger implements System.Logger {
    private final String name;
    private final List<String> lines = new ArrayList<>();

    TestLogger(String name) {
        this.name = name;
    }

    /**
     * What was logged so far.
     *
     * @return a copy, in the order of logging: the level, a space and the message; then, if something thrown was given,
     *     its class and message in brackets
     */
    public List<String> lines() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    @Override
    public String getName() {
        return name;
    }

    /** True for all levels but {@code OFF}. */
    @Override
    public boolean isLoggable(Level level) {
        return level != Level.OFF;
    }

    @Override
    public void log(
            Level level, @Nullable ResourceBundle bundle, @Nullable String message, @Nullable Throwable thrown) {
        add(level, translated(bundle, message) + (thrown == null ? "" : " (" + ThrownText.summary(thrown) + ")"));
    }

    @Override
    public void log(
            Level level, @Nullable ResourceBundle bundle, @Nullable String format, @Nullable Object... parameters) {
        String text = translated(bundle, format);
        add(level, parameters == null || parameters.length == 0 ? text : MessageFormat.format(text, parameters));
    }

    private void add(Level level, String text) {
        if (isLoggable(level)) {
            synchronized (lines) {
                lines.add(level + " " + text);
            }
        }
    }

    private static String translated(@Nullable ResourceBundle bundle, @Nullable String text) {
        if (bundle == null || text == null) {
            return String.valueOf(text);
        }
        try {
            return bundle.getString(text);
        } catch (MissingResourceException e) {
            return text;
        }
    }
}
