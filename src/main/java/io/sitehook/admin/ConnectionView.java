package io.sitehook.admin;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A connection, for people: everything but its secrets.
 *
 * @param source {@code file} or {@code page}
 * @param editable whether it can be changed here
 * @param url what to paste into SiteCapture's form
 * @param secrets current and previous
 * @param problem why it does not work as configured, in words; null if it does
 */
public record ConnectionView(
        String name,
        String source,
        boolean editable,
        @Nullable String url,
        String activity,
        boolean allStates,
        boolean withoutState,
        List<String> states,
        boolean hasApiKey,
        List<SecretView> secrets,
        int duplicateWindowSeconds,
        String signatureEncoding,
        String hmacAlgorithm,
        String hmacSecretEncoding,
        int unreadableAnswer,
        @Nullable Instant lastEventAt,
        @Nullable String problem) {

    /**
     * A secret, without itself.
     *
     * @param label {@code current} or {@code previous}
     * @param lastUsedAt when a signature last fitted it, null if none did
     * @param lastForm how that one was written
     * @param since when it was set here, null if it stands in the settings
     */
    public record SecretView(
            String label,
            boolean set,
            @Nullable Instant lastUsedAt,
            @Nullable String lastForm,
            @Nullable Instant since) {}

    ConnectionView withUrl(String address) {
        return new ConnectionView(
                name,
                source,
                editable,
                address,
                activity,
                allStates,
                withoutState,
                states,
                hasApiKey,
                secrets,
                duplicateWindowSeconds,
                signatureEncoding,
                hmacAlgorithm,
                hmacSecretEncoding,
                unreadableAnswer,
                lastEventAt,
                problem);
    }
}
