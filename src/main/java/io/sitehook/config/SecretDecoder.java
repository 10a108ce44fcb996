package io.sitehook.config;

import io.sitehook.config.ConnectionSettings.SecretEncoding;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;

/** Turns an HMAC secret as it is written into the bytes of the key. */
public final class SecretDecoder {
    private SecretDecoder() {}

    /**
     * The key's bytes. Hexadecimal digits may be of either case; base64 may use the standard or the URL-safe alphabet,
     * with or without the {@code =} at the end.
     *
     * @param secret the secret as configured
     * @param encoding how it is written
     * @return the bytes, a new array
     * @throws IllegalArgumentException if it is not written so; the message says nothing of the secret. Secrets in
     *     {@link Settings} were checked, so it does not happen with these
     */
    public static byte[] bytes(Secret secret, SecretEncoding encoding) {
        String text = secret.reveal();
        try {
            return switch (encoding) {
                case TEXT -> text.getBytes(StandardCharsets.UTF_8);
                case HEX -> HexFormat.of().parseHex(text);
                case BASE64 -> Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
            };
        } catch (IllegalArgumentException e) {
            // Not kept as the cause: the JDK's message quotes pieces of the text.
            throw new IllegalArgumentException(
                    encoding == SecretEncoding.HEX ? "the secret is not hexadecimal" : "the secret is not base64");
        }
    }
}
