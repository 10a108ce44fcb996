package io.sitehook.config;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * One subscription: a URL that we post to as SiteCapture posts to us.
 *
 * @param name {@code [a-z0-9-]{1,58}}
 * @param url the target, one that {@link TargetUrl} has nothing against
 * @param hmacSecret the HMAC shared secret
 * @param hmacSecretPrevious the secret before it, while the receiver changes over
 * @param hmacSecretEncoding how the secrets are written
 * @param apiKey {@code api_key} in the body, left out if empty
 * @param allStates whether every state is sent
 * @param withoutState whether status changes without a state are sent
 * @param states the codes sent, if not all are
 * @param activity whether it sends; paused: what is to be sent waits; deactivated: it takes nothing new
 * @param standardWebhooks whether the headers of Standard Webhooks are sent too
 * @param allowPrivate whether the URL may lead to a loopback or private address
 * @param concurrency how many requests run side by side
 * @param connectTimeout for the connection, and again for the TLS handshake
 * @param timeout for the whole of a request
 * @param breakerFailures after how many failures in a row the target is given a rest
 * @param breakerWait how long the first rest is
 */
public record SubscriptionSettings(
        String name,
        URI url,
        Secret hmacSecret,
        Optional<Secret> hmacSecretPrevious,
        ConnectionSettings.SecretEncoding hmacSecretEncoding,
        Optional<Secret> apiKey,
        boolean allStates,
        boolean withoutState,
        Set<String> states,
        ConnectionSettings.Activity activity,
        boolean standardWebhooks,
        boolean allowPrivate,
        int concurrency,
        Duration connectTimeout,
        Duration timeout,
        int breakerFailures,
        Duration breakerWait) {

    /** The longest name: with {@code relay-} before it, it is the name of a handler. */
    public static final int LONGEST_NAME = 58;

    /** Without the path of the URL, which may hold a secret. */
    @Override
    public String toString() {
        return "SubscriptionSettings[" + name + " to " + url.getHost() + ", " + activity + "]";
    }
}
