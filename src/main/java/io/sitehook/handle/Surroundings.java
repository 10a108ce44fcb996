package io.sitehook.handle;

import io.sitehook.spi.SiteCapture;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What handlers get, and which come without a jar.
 *
 * @param settings for a handler's name its own settings by their last part; an empty map if it has none
 * @param clock the clock that handlers get
 * @param siteCapture for a connection's name its client; throws what {@code HandlerContext.siteCapture} is to throw
 * @param builtIns the handlers that are made by settings
 * @param transactions whether the store gives handlers transactions of its database
 */
public record Surroundings(
        Function<String, Map<String, String>> settings,
        Clock clock,
        Function<String, SiteCapture> siteCapture,
        List<BuiltIn> builtIns,
        boolean transactions) {

    /** Those with neither access to SiteCapture nor built-in handlers. */
    static Surroundings plain(Function<String, Map<String, String>> settings, Clock clock) {
        return new Surroundings(
                settings,
                clock,
                connection -> {
                    throw new UnsupportedOperationException("there is no access to SiteCapture's API here");
                },
                List.of(),
                false);
    }
}
