package io.sitehook.config;

import java.util.Optional;

/**
 * Where everything is kept.
 *
 * @param node the name of this server, empty: the machine's
 * @param url of a PostgreSQL database, {@code jdbc:postgresql:...}, without a password
 * @param user to log in with
 * @param password of that user
 * @param jndi the name of a container's DataSource, begins with {@code java:}; never set together with {@code url}
 */
public record DatabaseSettings(
        Optional<String> node,
        Optional<String> url,
        Optional<String> user,
        Optional<Secret> password,
        Optional<String> jndi) {

    /** Whether it is a database for several servers, and not the file in the home. */
    public boolean isShared() {
        return url.isPresent() || jndi.isPresent();
    }
}
