package io.sitehook.receive;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hears of each post whose signature or api_key was wrong, for people to look at later, and of each that was right. Must be
 * quick: it is called on the threads that answer.
 */
@FunctionalInterface
public interface RejectionListener {
    /** All reasons for which posts are refused. */
    List<String> REASONS = Refusal.reasons();

    /**
     * A refused post. Holds what the clinic needs, in memory alone: a signature is never to be stored or shown.
     *
     * @param connection the connection's name
     * @param remoteAddress the peer's address
     * @param reason why, in words; without signature, secret and api_key
     * @param signed whether the signature fits, so that only the api_key was wrong
     * @param signatures the values of the signature header
     * @param body as it was received, not masked; null if it was not read
     */
    record Rejected(
            String connection,
            String remoteAddress,
            String reason,
            boolean signed,
            List<String> signatures,
            byte @Nullable [] body) {

        /** Without signatures and body. */
        @Override
        public String toString() {
            return "Rejected[" + connection + ", " + remoteAddress + ", " + reason + "]";
        }
    }

    /** A post was refused. */
    void rejected(Rejected post);

    /**
     * A post was answered by anything but 2xx, whatever for; also one of those above.
     *
     * @param reason one of {@link #REASONS}
     */
    default void refused(String reason) {}

    /**
     * A signature fitted.
     *
     * @param secret the label of the secret, for example {@code current}
     * @param form how the signature was written, in words
     */
    default void verified(String connection, String secret, String form) {}
}
