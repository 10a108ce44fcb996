package io.sitehook.handle;

import io.sitehook.spi.HandlerContext;
import io.sitehook.spi.SiteCapture;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What one handler gets from its surroundings: its own settings, a clock, a logger under its name. */
final class SettingsContext implements HandlerContext {
    private final String handler;
    private final Map<String, String> settings;
    private final Clock clock;
    private final Function<String, SiteCapture> siteCapture;
    private final System.Logger logger;

    /** Make it outside the handler's context class loader: a container's log may depend on that. */
    SettingsContext(String handler, Surroundings surroundings) {
        this.handler = handler;
        this.settings = Map.copyOf(surroundings.settings().apply(handler));
        this.clock = surroundings.clock().withZone(ZoneOffset.UTC);
        this.siteCapture = surroundings.siteCapture();
        this.logger = System.getLogger("sitehook.handler." + handler);
    }

    @Override
    public Optional<String> setting(String name) {
        return Optional.ofNullable(settings.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    @Override
    public String require(String name) {
        return setting(name).orElseThrow(() -> new IllegalStateException(missing(name)));
    }

    private String missing(String name) {
        String full = "sitehook.handler." + handler + "." + name;
        String environment = full.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
        return "the setting " + full + " is not set; set it in sitehook.properties, or as " + environment
                + " in the environment";
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public System.Logger logger() {
        return logger;
    }

    @Override
    public SiteCapture siteCapture(String connection) {
        return siteCapture.apply(connection);
    }
}
