package io.sitehook.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A setting that must not be seen. Prints as {@code ***}; only {@link #reveal()} gives the text. */
public final class Secret {
    private final String text;

    /**
     * Hides a text.
     *
     * @param text the secret text, not blank
     */
    public Secret(String text) {
        this.text = text;
    }

    /**
     * The secret itself: hand it on, never print it.
     *
     * @return the text as configured, without a trailing newline
     */
    public String reveal() {
        return text;
    }

    /** Compares in a time that tells nothing of where the two differ. */
    @Override
    public boolean equals(Object object) {
        return object instanceof Secret other
                && MessageDigest.isEqual(
                        text.getBytes(StandardCharsets.UTF_8), other.text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }
}
