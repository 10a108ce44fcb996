package io.sitehook.relay;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The subscriptions, to be looked at and changed. Calls block until a change is stored and in force. */
public interface SubscriptionEditor {

    /**
     * One as it stands.
     *
     * @param source {@code file} or {@code page}; what a file sets is changed there
     * @param activity {@code active}, {@code paused} or {@code deactivated}, as it is set
     * @param gone what the target said when it wanted no more, null if it did not; then nothing is sent
     * @param previousSecret whether the secret before the present one is still in use
     * @param secretSince when the present secret was made, null if a file gives it
     * @param breaker how the circuit breaker stands, null while nothing is sent
     * @param lastFailure why the last request failed, null if it went well
     */
    record View(
            String name,
            String source,
            String url,
            String activity,
            @Nullable String gone,
            boolean allStates,
            boolean withoutState,
            Set<String> states,
            boolean hasApiKey,
            boolean standardWebhooks,
            boolean allowPrivate,
            boolean previousSecret,
            @Nullable Instant secretSince,
            @Nullable BreakerState breaker,
            @Nullable String lastFailure) {}

    /**
     * What a person fills in; null leaves it as it is, or as it is by default.
     *
     * @param apiKey empty: none is sent
     */
    record Change(
            @Nullable String url,
            @Nullable String apiKey,
            @Nullable Boolean allStates,
            @Nullable Boolean withoutState,
            @Nullable List<String> states,
            @Nullable Boolean standardWebhooks,
            @Nullable Boolean allowPrivate) {
        /** Without the key, and without the path of the URL. */
        @Override
        public String toString() {
            return "Change[" + states + "]";
        }
    }

    /**
     * A secret that was just made: to be shown once.
     *
     * @param hmacSecret for {@code x-hmac-hash}
     * @param standardWebhooks the same key as Standard Webhooks writes it
     */
    record NewSecret(String hmacSecret, String standardWebhooks) {
        @Override
        public String toString() {
            return "NewSecret";
        }
    }

    /** All, by name. */
    List<View> all();

    /** One, empty if there is none of that name. */
    Optional<View> find(String name);

    /** Makes one, with a new secret. */
    NewSecret create(String name, Change change, String user) throws RefusedException;

    /** Changes one. */
    void change(String name, Change change, String user) throws RefusedException;

    /** Makes a new secret; the one before it stays in use too. */
    NewSecret rotate(String name, String user) throws RefusedException;

    /** Forgets the secret before the present one. */
    void dropPrevious(String name, String user) throws RefusedException;

    /**
     * Sets what it does.
     *
     * @param activity {@code active}, {@code paused} or {@code deactivated}. {@code active} also has a target tried again
     *     that wanted no more; that alone can be done to one from a file
     */
    void setActivity(String name, String activity, String user) throws RefusedException;

    /** A change that can't be made; nothing was changed. */
    final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Map<String, String> fields;

        /** For what is wrong with fields, by their names. */
        public RefusedException(Map<String, String> fields) {
            super(fields.size() + " fields are wrong");
            this.fields = Map.copyOf(fields);
        }

        /** For a state of things in which it can't be done. */
        public RefusedException(String reason) {
            super(reason);
            this.fields = Map.of();
        }

        /** What is wrong with the input, by field; empty if it is not the input. */
        public Map<String, String> fields() {
            return fields;
        }
    }
}
