package io.sitehook.spi;

import java.time.Clock;
import java.util.Optional;

/** What a handler gets from its surroundings. Implemented by Sitehook; safe to share between threads. */
public interface HandlerContext {

    /**
     * One of the handler's settings. The operator gives it as {@code sitehook.handler.<handler's name>.<name>}, in the
     * properties file, as a system property, as a context parameter, or in the environment.
     *
     * @param name the last part of the setting's name, for example {@code directory}
     * @return the value, trimmed; empty if it is not set or blank
     */
    Optional<String> setting(String name);

    /**
     * A setting the handler can't do without.
     *
     * @param name the last part of the setting's name
     * @return the value, trimmed, never blank
     * @throws IllegalStateException if it is not set; the message gives the setting's full name, so let it pass
     */
    String require(String name);

    /**
     * The clock to take the time from. Tests set it.
     *
     * @return the clock, in UTC
     */
    Clock clock();

    /**
     * The handler's logger. It writes into the server's log under the name {@code sitehook.handler.<handler's name>}.
     *
     * @return the logger
     */
    System.Logger logger();

    /**
     * SiteCapture's own API, with the login of a connection: usually that of the delivery, as in
     * {@code context.siteCapture(delivery.change().connection())}. Ask for it again with each delivery, as an
     * administrator may change the login while the server runs.
     *
     * @param connection the connection's name
     * @return its client, shared by all handlers
     * @throws IllegalStateException if there is no such connection, or if it has no login. The message says what to set,
     *     so let it pass
     * @throws UnsupportedOperationException if these surroundings offer no such thing
     */
    default SiteCapture siteCapture(String connection) {
        throw new UnsupportedOperationException("there is no access to SiteCapture's API here");
    }
}
