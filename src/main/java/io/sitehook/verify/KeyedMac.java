package io.sitehook.verify;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Computes HMACs with one key, from any number of threads. The keyed prototype is never fed, only cloned: no thread
 * local has to be cleared when the web application goes.
 */
final class KeyedMac {
    private final Mac prototype;

    KeyedMac(HmacAlgorithm algorithm, byte[] key) {
        try {
            prototype = Mac.getInstance(algorithm.standardName());
            prototype.init(new SecretKeySpec(key, algorithm.standardName()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no working " + algorithm.standardName(), e);
        }
    }

    byte[] of(byte[] body) {
        try {
            return ((Mac) prototype.clone()).doFinal(body);
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(
                    "the provider " + prototype.getProvider().getName() + " can't copy a keyed "
                            + prototype.getAlgorithm() + ": put SunJCE before it in java.security",
                    e);
        }
    }
}
