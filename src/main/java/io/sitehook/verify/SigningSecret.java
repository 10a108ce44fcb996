package io.sitehook.verify;

/** A shared secret and what to call it. Immutable; prints its label only. */
public final class SigningSecret {
    private final String label;
    private final byte[] key;

    /**
     * @param label what people call it, for example {@code current}; shown in logs and pages
     * @param key the raw bytes of the key, copied
     * @throws IllegalArgumentException if the key is empty: that would be no check at all
     */
    public SigningSecret(String label, byte[] key) {
        if (key.length == 0) {
            throw new IllegalArgumentException("the " + label + " secret is empty");
        }
        this.label = label;
        this.key = key.clone();
    }

    /** The same secret with another name. */
    public SigningSecret labelled(String other) {
        return new SigningSecret(other, key);
    }

    String label() {
        return label;
    }

    byte[] key() {
        return key;
    }

    KeyedMac mac(HmacAlgorithm algorithm) {
        return new KeyedMac(algorithm, key);
    }

    @Override
    public String toString() {
        return label + " secret";
    }
}
