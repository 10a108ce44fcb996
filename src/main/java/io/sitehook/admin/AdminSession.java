package io.sitehook.admin;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What we keep in the container's session for somebody who is logged in. The container knows the user; this knows since
 * when, and the token that changes must carry. Immutable.
 */
final class AdminSession implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int TOKEN_BYTES = 32;

    private final String user;
    private final long startedAtMillis;
    private final String stamp;
    private final String token;

    AdminSession(String user, long startedAtMillis, String stamp) {
        this.user = user;
        this.startedAtMillis = startedAtMillis;
        this.stamp = stamp;
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    String user() {
        return user;
    }

    long startedAtMillis() {
        return startedAtMillis;
    }

    String stamp() {
        return stamp;
    }

    /** The token against forged requests; given to the page alone. */
    String token() {
        return token;
    }

    /** Whether a request carries the token, compared in constant time. */
    boolean isToken(@Nullable String given) {
        return given != null
                && MessageDigest.isEqual(
                        given.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
    }
}
