package io.sitehook.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals secrets for the store with AES-256-GCM. What a secret belongs to is sealed in with it, so that a sealed secret
 * that is moved to another row can't be opened there. Safe for use by many threads; prints nothing of its key.
 */
public final class SecretBox {
    /** The length of a key in bytes. */
    public static final int KEY_BYTES = 32;

    private static final byte VERSION = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String CIPHER = "AES/GCM/NoPadding";

    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    /**
     * Makes a box.
     *
     * @param key 32 random bytes, copied
     * @throws IllegalArgumentException if it is not 32 bytes
     */
    public SecretBox(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("the encryption key has " + key.length + " bytes instead of 32");
        }
        this.key = new SecretKeySpec(key, "AES");
    }

    /** What a secret belongs to, for example {@code connection}, {@code sitecapture}, {@code current}. */
    public record Owner(String kind, String name, String label) {
        byte[] bytes() {
            // No part has a NUL in it, so no two owners have the same bytes.
            return String.join("\0", kind, name, label).getBytes(StandardCharsets.UTF_8);
        }
    }

    /** The box has another key than the one the secret was sealed with, or the sealed bytes were changed or moved. */
    public static final class CannotOpenException extends Exception {
        private static final long serialVersionUID = 1L;

        CannotOpenException(Owner owner) {
            super("the stored secret " + owner.label() + " of the " + owner.kind() + " " + owner.name()
                    + " can't be opened: it was sealed with another encryption key, or was changed. Put the right key"
                    + " back, or set the secret again");
        }
    }

    /** Seals a secret; twice the same gives different bytes. */
    public byte[] seal(Owner owner, String secret) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, owner).doFinal(secret.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.allocate(1 + NONCE_BYTES + sealed.length)
                    .put(VERSION)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no working " + CIPHER, e);
        }
    }

    /**
     * Opens what {@link #seal} gave for the same owner.
     *
     * @throws CannotOpenException if it can't be opened; the message says what to do
     */
    public String open(Owner owner, byte[] sealed) throws CannotOpenException {
        if (sealed.length < 1 + NONCE_BYTES + TAG_BITS / 8 || sealed[0] != VERSION) {
            throw new CannotOpenException(owner);
        }
        byte[] nonce = Arrays.copyOfRange(sealed, 1, 1 + NONCE_BYTES);
        try {
            byte[] secret = cipher(Cipher.DECRYPT_MODE, nonce, owner)
                    .doFinal(sealed, 1 + NONCE_BYTES, sealed.length - 1 - NONCE_BYTES);
            return new String(secret, StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw new CannotOpenException(owner);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, Owner owner) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(owner.bytes());
        return cipher;
    }

    @Override
    public String toString() {
        return "SecretBox";
    }
}
