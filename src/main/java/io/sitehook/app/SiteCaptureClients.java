package io.sitehook.app;

import io.sitehook.config.ConnectionSettings;
import io.sitehook.config.RestSettings;
import io.sitehook.sitecapture.Account;
import io.sitehook.sitecapture.SiteCaptureClient;
import io.sitehook.spi.SiteCapture;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The clients of SiteCapture's API, one for each connection that has a login. A client is kept for as long as its
 * settings stay the same, since it holds the connection's limits. Safe for use by many threads.
 */
final class SiteCaptureClients {
    private final Clock clock;

    // Guarded by this.
    private final Map<String, Client> clients = new HashMap<>();
    private Set<String> connections = Set.of();

    /** A client and the settings that it was made of. */
    private record Client(RestSettings settings, SiteCaptureClient client) {}

    SiteCaptureClients(Clock clock) {
        this.clock = clock;
    }

    /** From now on these are the connections. Calls that run finish with the login that they began with. */
    synchronized void replace(Map<String, ConnectionSettings> settings) {
        connections = Set.copyOf(settings.keySet());
        clients.keySet().removeIf(name -> !connections.contains(name));
        settings.values()
                .forEach(connection -> connection
                        .rest()
                        .ifPresentOrElse(
                                rest -> clients.compute(connection.name(), (name, old) -> client(name, rest, old)),
                                () -> clients.remove(connection.name())));
    }

    private Client client(String name, RestSettings settings, @Nullable Client old) {
        if (old != null && old.settings.equals(settings)) {
            return old;
        }
        Account account = new Account(
                name,
                settings.url(),
                settings.user(),
                settings.password().reveal(),
                settings.apiKey().reveal(),
                settings.concurrency(),
                settings.requestsPerSecond(),
                settings.zone());
        return new Client(settings, new SiteCaptureClient(account, clock));
    }

    /**
     * The client of a connection.
     *
     * @throws IllegalStateException if there is none, saying what to set
     */
    synchronized SiteCapture of(String connection) {
        Client client = clients.get(connection);
        if (client != null) {
            return client.client;
        }
        throw new IllegalStateException(
                connections.contains(connection)
                        ? "the connection " + connection + " has no login for SiteCapture's API: set"
                                + " sitehook.connections." + connection
                                + ".rest-user, rest-password and api-key, or give it on the connection's page"
                        : "there is no connection " + connection);
    }
}
