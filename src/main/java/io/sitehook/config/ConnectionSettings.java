package io.sitehook.config;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * One connection: a SiteCapture account that posts to us.
 *
 * @param name the last part of its URL, {@code [a-z0-9-]{1,64}}
 * @param hmacSecret the HMAC shared secret, empty if none is set: then every post is answered 503
 * @param hmacSecretPrevious the secret before it, valid too while the sender changes over
 * @param hmacSecretEncoding how the secrets are written
 * @param hmacAlgorithm the digest of the HMAC
 * @param signatureEncoding the one form in which signatures are accepted, or any
 * @param apiKey what {@code api_key} in the body must be, empty if it is not checked
 * @param allStates whether every state is selected
 * @param withoutState whether status changes without a state are selected
 * @param states the codes selected, if not all are
 * @param activity whether it takes posts and delivers them
 * @param duplicateWindow how young an equal latest event must be for a post to be its duplicate; zero: never
 * @param unreadableAnswer the HTTP status for a signed body that can't be read, 200 or 400
 * @param rest access to SiteCapture's REST API, empty if no user is set for it
 * @param sweep how it is swept for status changes that no webhook told of, empty: not
 * @param silenceAlarm after how long without a post it is called silent, empty: never
 * @param retention how long its events are kept, where that is not as with all others
 */
public record ConnectionSettings(
        String name,
        Optional<Secret> hmacSecret,
        Optional<Secret> hmacSecretPrevious,
        SecretEncoding hmacSecretEncoding,
        Algorithm hmacAlgorithm,
        SignatureEncoding signatureEncoding,
        Optional<Secret> apiKey,
        boolean allStates,
        boolean withoutState,
        Set<String> states,
        Activity activity,
        Duration duplicateWindow,
        int unreadableAnswer,
        Optional<RestSettings> rest,
        Optional<SweepSettings> sweep,
        Optional<Duration> silenceAlarm,
        ConnectionRetention retention) {

    /** How a secret is written in the settings. */
    public enum SecretEncoding {
        TEXT,
        HEX,
        BASE64
    }

    /** The digest of the HMAC. */
    public enum Algorithm {
        SHA256,
        SHA1,
        SHA512
    }

    /** The form of the signature in the header. */
    public enum SignatureEncoding {
        ANY,
        HEX,
        BASE64,
        BASE64URL
    }

    /** What a connection does with posts. */
    public enum Activity {
        /** Takes and delivers. */
        ACTIVE,
        /** Takes and keeps; delivers nothing until it is active again. */
        PAUSED,
        /** Answers 404. */
        DEACTIVATED
    }
}
