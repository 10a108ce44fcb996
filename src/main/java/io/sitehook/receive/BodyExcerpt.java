package io.sitehook.receive;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The beginning of a body that was not taken, fit to be kept and shown: the api_key in it is masked. Thread-safe. */
public final class BodyExcerpt {
    private final StatusChangeReader reader = new StatusChangeReader();

    /**
     * Masks, then cuts.
     *
     * @param body as it was received
     * @param apiKey the UTF-8 bytes of the key that is set, masked wherever it stands; null if none is
     * @param longest how many bytes at most
     */
    public byte[] of(byte[] body, byte @Nullable [] apiKey, int longest) {
        byte[] masked = reader.read(body, apiKey).maskedBody();
        return masked.length <= longest ? masked : Arrays.copyOf(masked, longest);
    }
}
