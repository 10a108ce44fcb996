package io.sitehook.verify;

import java.util.Base64;
import java.util.HexFormat;

/** Signs bodies as the sender does. Immutable and safe to share between threads. */
public final class Signer {
    private final KeyedMac mac;

    /**
     * Signs with HMAC-SHA256.
     *
     * @param secret the raw bytes of the key, not empty
     * @throws IllegalArgumentException if the secret is empty
     */
    public Signer(byte[] secret) {
        this(secret, HmacAlgorithm.SHA256);
    }

    /**
     * Signs with any digest.
     *
     * @param secret the raw bytes of the key, not empty
     * @param algorithm the digest
     * @throws IllegalArgumentException if the secret is empty
     */
    public Signer(byte[] secret, HmacAlgorithm algorithm) {
        mac = new SigningSecret("signing", secret).mac(algorithm);
    }

    /**
     * Signs and writes the signature in hex.
     *
     * @param body what to sign
     * @return the signature in lower-case hexadecimal digits
     */
    public String hex(byte[] body) {
        return HexFormat.of().formatHex(mac.of(body));
    }

    /**
     * Signs and writes the signature in base64.
     *
     * @param body what to sign
     * @return the signature in base64 with padding
     */
    public String base64(byte[] body) {
        return Base64.getEncoder().encodeToString(mac.of(body));
    }
}
