package io.sitehook.users;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** A salted, slow hash of a password (PBKDF2 with HMAC-SHA512). Prints nothing of it. */
final class PasswordHash {
    private static final String SCHEME = "pbkdf2-sha512";
    private static final String ALGORITHM = "PBKDF2WithHmacSHA512";
    private static final int ITERATIONS = 210_000;
    /** Enough for a password that nobody can guess: it has 120 random bits. */
    private static final int ITERATIONS_OF_RANDOM = 1_000;

    private static final int MOST_ITERATIONS = 10_000_000;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    private final int iterations;
    private final byte[] salt;
    private final byte[] hash;

    private PasswordHash(int iterations, byte[] salt, byte[] hash) {
        this.iterations = iterations;
        this.salt = salt;
        this.hash = hash;
    }

    /** Hashes a password that a person has chosen, with a new salt. */
    static PasswordHash of(String password) {
        return of(password, ITERATIONS);
    }

    /** Hashes a password of {@link Passwords#oneTime}, quickly: servers make one at their first start. */
    static PasswordHash ofRandom(String password) {
        return of(password, ITERATIONS_OF_RANDOM);
    }

    private static PasswordHash of(String password, int iterations) {
        byte[] salt = random(SALT_BYTES);
        return new PasswordHash(iterations, salt, derive(password, salt, iterations));
    }

    /** The hash of no known password; comparing with it takes as long as with one that a person has chosen. */
    static PasswordHash ofNobody() {
        return new PasswordHash(ITERATIONS, random(SALT_BYTES), random(HASH_BYTES));
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    /** Reads what {@link #text} wrote; empty if it is something else. */
    static Optional<PasswordHash> parse(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length != 4 || !parts[0].equals(SCHEME)) {
            return Optional.empty();
        }
        try {
            int iterations = Integer.parseInt(parts[1]);
            byte[] salt = Base64.getDecoder().decode(parts[2]);
            byte[] hash = Base64.getDecoder().decode(parts[3]);
            return iterations < 1 || iterations > MOST_ITERATIONS || salt.length == 0 || hash.length != HASH_BYTES
                    ? Optional.empty()
                    : Optional.of(new PasswordHash(iterations, salt, hash));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    String text() {
        Base64.Encoder encoder = Base64.getEncoder();
        return String.join(
                ":", SCHEME, String.valueOf(iterations), encoder.encodeToString(salt), encoder.encodeToString(hash));
    }

    /** Whether {@link #matches} answers sooner than for a password that a person has chosen. */
    boolean isQuick() {
        return iterations < ITERATIONS;
    }

    /** Whether it is the hash of this password. */
    boolean matches(String password) {
        return MessageDigest.isEqual(derive(password, salt, iterations), hash);
    }

    private static byte[] derive(String password, byte[] salt, int iterations) {
        PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, iterations, HASH_BYTES * 8);
        try {
            return SecretKeyFactory.getInstance(ALGORITHM).generateSecret(spec).getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no working " + ALGORITHM, e);
        } finally {
            spec.clearPassword();
        }
    }

    @Override
    public String toString() {
        return SCHEME;
    }
}
