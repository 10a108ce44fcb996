package io.sitehook.verify;

/** The digest under an HMAC. */
public enum HmacAlgorithm {
    /** HMAC-SHA256: 32 bytes. */
    SHA256("HmacSHA256", "sha256=", 32),
    /** HMAC-SHA1: 20 bytes. Only for a sender that knows nothing better. */
    SHA1("HmacSHA1", "sha1=", 20),
    /** HMAC-SHA512: 64 bytes. */
    SHA512("HmacSHA512", "sha512=", 64);

    private final String standardName;
    private final String prefix;
    private final int length;

    HmacAlgorithm(String standardName, String prefix, int length) {
        this.standardName = standardName;
        this.prefix = prefix;
        this.length = length;
    }

    /** The name by which {@link javax.crypto.Mac} knows it. */
    String standardName() {
        return standardName;
    }

    /** What may stand before a signature, for example {@code sha256=}. */
    String prefix() {
        return prefix;
    }

    /** The length of a digest in bytes. */
    int length() {
        return length;
    }
}
