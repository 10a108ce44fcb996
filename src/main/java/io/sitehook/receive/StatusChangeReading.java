package io.sitehook.receive;

import io.sitehook.store.Incoming;
import org.jspecify.annotations.Nullable;

/**
 * What was read of a body.
 *
 * @param content what it says, or why it can't be read
 * @param maskedBody the bytes as they may be stored: as received, but for the value of {@code api_key}
 * @param apiKey the characters of {@code api_key}, null if there is none or it is neither text nor number
 */
public record StatusChangeReading(
        Incoming.Content content,
        byte[] maskedBody,
        @Nullable String apiKey) {

    /** Without the api_key. */
    @Override
    public String toString() {
        return "StatusChangeReading[" + maskedBody.length + " bytes]";
    }
}
