package io.sitehook.app;

import io.sitehook.admin.Connections;
import io.sitehook.config.ConnectionSettings;
import io.sitehook.config.ConnectionSettings.Activity;
import io.sitehook.config.Secret;
import io.sitehook.config.SecretDecoder;
import io.sitehook.receive.Endpoint;
import io.sitehook.receive.Endpoints;
import io.sitehook.verify.HmacAlgorithm;
import io.sitehook.verify.HmacVerifier;
import io.sitehook.verify.SignatureClinic;
import io.sitehook.verify.SignatureEncoding;
import io.sitehook.verify.SigningSecret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The connections as they are now; replaced as a whole when the settings change. Safe for use by many threads. */
final class ConnectionDirectory implements Endpoints, RejectionDesk.Clinics {
    private static final System.Logger LOGGER = System.getLogger(ConnectionDirectory.class.getName());
    private static final int MOST_OTHERS = 50;

    /** One state of all connections. */
    private record Snapshot(
            Map<String, ConnectionSettings> all,
            Map<String, Endpoint> endpoints,
            List<Connections.Known> known,
            Set<String> paused,
            @Nullable String withoutSecret) {}

    private Map<String, ConnectionSettings> ofSettings;
    private Map<String, ConnectionSettings> ofPage = Map.of();
    private final SiteCaptureClients clients;
    private volatile Set<String> names = Set.of();
    private volatile Snapshot now;

    ConnectionDirectory(Map<String, ConnectionSettings> connections, SiteCaptureClients clients) {
        this.clients = clients;
        clients.replace(connections);
        ofSettings = Map.copyOf(connections);
        names = ofSettings.keySet();
        now = snapshot(connections, names);
    }

    /** From now on these are the connections of the settings. */
    synchronized void replace(Map<String, ConnectionSettings> connections) {
        ofSettings = Map.copyOf(connections);
        merge();
    }

    /** From now on these are the connections that were made in the page. One that the settings have too is passed over. */
    synchronized void replaceThoseOfThePage(Map<String, ConnectionSettings> connections) {
        ofPage = Map.copyOf(connections);
        merge();
    }

    private void merge() {
        Map<String, ConnectionSettings> all = new TreeMap<>(ofPage);
        ofSettings.forEach((name, connection) -> {
            if (all.put(name, connection) != null && !isInSettings(name)) {
                LOGGER.log(
                        System.Logger.Level.WARNING,
                        "connection " + name + " stands in the settings and was made in the admin page: that of the"
                                + " settings holds");
            }
        });
        names = Set.copyOf(ofSettings.keySet());
        clients.replace(all);
        now = snapshot(all, names);
    }

    /** Whether it stands in the settings, so that it can't be changed in the page. */
    boolean isInSettings(String name) {
        return names.contains(name);
    }

    /** All of them by name, also those that are deactivated. */
    Map<String, ConnectionSettings> all() {
        return now.all;
    }

    @Override
    public @Nullable SignatureClinic clinic(String name) {
        Map<String, ConnectionSettings> all = now.all;
        ConnectionSettings connection = all.get(name);
        if (connection == null) {
            return null;
        }
        List<SigningSecret> others = new ArrayList<>();
        all.values().stream()
                .filter(other -> !other.name().equals(name))
                .limit(MOST_OTHERS)
                .forEach(other ->
                        secrets(other).forEach(secret -> others.add(secret.labelled("connection " + other.name()))));
        return new SignatureClinic(
                HmacAlgorithm.valueOf(connection.hmacAlgorithm().name()),
                SignatureEncoding.valueOf(connection.signatureEncoding().name()),
                secrets(connection),
                others);
    }

    @Override
    public byte @Nullable [] apiKey(String name) {
        Endpoint endpoint = now.endpoints.get(name);
        return endpoint == null ? null : endpoint.apiKey();
    }

    @Override
    public @Nullable Endpoint find(String connection) {
        return now.endpoints.get(connection);
    }

    /** The connections whose deliveries wait. */
    Set<String> paused() {
        return now.paused;
    }

    /** Which connection can't verify anything, in words; null if none. */
    @Nullable
    String withoutSecret() {
        return now.withoutSecret;
    }

    /** The settings of one, null if there is none of this name. */
    @Nullable
    ConnectionSettings settings(String connection) {
        return now.all.get(connection);
    }

    /** All, for administrators. */
    List<Connections.Known> known() {
        return now.known;
    }

    /** The names, for the log. */
    String describe() {
        Set<String> names = new TreeSet<>(now.endpoints.keySet());
        return names.isEmpty() ? "none yet, so every post is answered 404" : String.join(", ", names);
    }

    private static Snapshot snapshot(Map<String, ConnectionSettings> connections, Set<String> inSettings) {
        Map<String, Endpoint> endpoints = new LinkedHashMap<>();
        Set<String> paused = new TreeSet<>();
        List<Connections.Known> known = new ArrayList<>();
        String withoutSecret = null;
        for (ConnectionSettings connection : new TreeMap<>(connections).values()) {
            known.add(new Connections.Known(
                    connection.name(),
                    connection.activity().name().toLowerCase(Locale.ROOT),
                    inSettings.contains(connection.name()) ? "file" : "page",
                    connection.hmacSecret().isPresent(),
                    null));
            // A deactivated connection takes no posts, and what it took before waits as if it were paused.
            if (connection.activity() != Activity.ACTIVE) {
                paused.add(connection.name());
            }
            if (connection.activity() != Activity.DEACTIVATED) {
                endpoints.put(connection.name(), endpoint(connection));
                if (connection.hmacSecret().isEmpty()) {
                    withoutSecret = "the connection " + connection.name() + " has no HMAC secret";
                }
            }
        }
        return new Snapshot(
                Collections.unmodifiableMap(new TreeMap<>(connections)),
                Map.copyOf(endpoints),
                List.copyOf(known),
                Set.copyOf(paused),
                withoutSecret);
    }

    private static Endpoint endpoint(ConnectionSettings connection) {
        return new Endpoint(
                connection.name(),
                verifier(connection),
                connection
                        .apiKey()
                        .map(key -> key.reveal().getBytes(StandardCharsets.UTF_8))
                        .orElse(null),
                StateChoice.of(connection.allStates(), connection.withoutState(), connection.states()),
                connection.duplicateWindow(),
                connection.unreadableAnswer());
    }

    private static @Nullable HmacVerifier verifier(ConnectionSettings connection) {
        // Without a current secret nothing is verified, also if a previous one is left over.
        return connection.hmacSecret().isEmpty()
                ? null
                : new HmacVerifier(
                        HmacAlgorithm.valueOf(connection.hmacAlgorithm().name()),
                        secrets(connection),
                        SignatureEncoding.valueOf(connection.signatureEncoding().name()));
    }

    private static List<SigningSecret> secrets(ConnectionSettings connection) {
        List<SigningSecret> secrets = new ArrayList<>();
        connection.hmacSecret().ifPresent(secret -> secrets.add(secret("current", secret, connection)));
        connection.hmacSecretPrevious().ifPresent(secret -> secrets.add(secret("previous", secret, connection)));
        return secrets;
    }

    private static SigningSecret secret(String label, Secret secret, ConnectionSettings connection) {
        return new SigningSecret(label, SecretDecoder.bytes(secret, connection.hmacSecretEncoding()));
    }
}
