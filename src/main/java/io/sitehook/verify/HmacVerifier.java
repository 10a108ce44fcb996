package io.sitehook.verify;

import java.security.MessageDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a body was signed with one of the known secrets. Immutable and safe to share between threads.
 *
 * <p>Digests are compared as bytes, in a time that does not depend on where they differ, and each secret is tried
 * whether or not one before it fitted.
 */
public final class HmacVerifier {
    private static final Verdict.Refused DIFFERENT =
            new Verdict.Refused("does not match: wrong secret, or the body was changed on the way");

    private final SignatureText text;
    private final List<Key> keys;

    private record Key(String label, KeyedMac mac) {}

    /**
     * @param algorithm the digest of the HMAC
     * @param secrets the secrets in use, in the order in which they are named in a verdict; at least one
     * @param accepted how signatures may be written
     * @throws IllegalArgumentException if there is no secret
     */
    public HmacVerifier(HmacAlgorithm algorithm, List<SigningSecret> secrets, SignatureEncoding accepted) {
        if (secrets.isEmpty()) {
            throw new IllegalArgumentException("no secret given: without one there is nothing to verify with");
        }
        this.text = new SignatureText(algorithm, accepted);
        this.keys = secrets.stream()
                .map(secret -> new Key(secret.label(), secret.mac(algorithm)))
                .toList();
    }

    /**
     * Verifies one signature.
     *
     * @param body the bytes exactly as they were received
     * @param header the value of the signature header as it was received
     * @return the verdict; no input makes it throw
     */
    public Verdict verify(byte[] body, String header) {
        SignatureText.Reading reading = text.read(header);
        if (reading instanceof SignatureText.Unusable unusable) {
            return new Verdict.Refused(unusable.reason());
        }
        SignatureText.Digest given = (SignatureText.Digest) reading;
        @Nullable String matched = null;
        for (Key key : keys) {
            boolean equal = MessageDigest.isEqual(key.mac().of(body), given.bytes());
            if (equal && matched == null) {
                matched = key.label();
            }
        }
        return matched == null ? DIFFERENT : new Verdict.Matched(matched, given.form());
    }
}
