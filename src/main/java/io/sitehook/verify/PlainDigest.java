package io.sitehook.verify;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A digest without a key. It proves nothing, but senders have been set up to send one. */
final class PlainDigest {
    private PlainDigest() {}

    static byte[] of(HmacAlgorithm algorithm, byte[] body) {
        String name =
                switch (algorithm) {
                    case SHA1 -> "SHA-1";
                    case SHA256 -> "SHA-256";
                    case SHA512 -> "SHA-512";
                };
        try {
            return MessageDigest.getInstance(name).digest(body);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no " + name, e);
        }
    }
}
