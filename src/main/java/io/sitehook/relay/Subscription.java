package io.sitehook.relay;

import io.sitehook.spi.WorkflowStates;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where status changes are sent on to.
 *
 * @param name {@code [a-z0-9-]{1,58}}
 * @param url the target, http or https
 * @param states which status changes are sent
 * @param keys the raw bytes of the HMAC secrets: the current one, then the previous one while both are in use
 * @param apiKey the {@code api_key} in the body, left out if null
 * @param standardWebhooks whether the headers of Standard Webhooks are sent too
 * @param allowPrivate whether loopback and private addresses may be connected to
 * @param allowedNetworks addresses that may be connected to whatever they are
 * @param concurrency how many requests run side by side
 * @param connectTimeout for the connection, and again for the TLS handshake
 * @param timeout for the whole of a request
 * @param breakerFailures after how many failures in a row the target is given a rest, at least 1
 * @param breakerWait the first rest; each one in a row is twice as long, up to ten minutes
 */
public record Subscription(
        String name,
        URI url,
        WorkflowStates states,
        List<byte[]> keys,
        @Nullable String apiKey,
        boolean standardWebhooks,
        boolean allowPrivate,
        List<Network> allowedNetworks,
        int concurrency,
        Duration connectTimeout,
        Duration timeout,
        int breakerFailures,
        Duration breakerWait) {

    /** The name of its handler, as stored in rows. */
    public String handler() {
        return "relay-" + name;
    }

    /** The name and the target's host; never a secret. */
    @Override
    public String toString() {
        return "Subscription[" + name + " to " + url.getHost() + "]";
    }
}
