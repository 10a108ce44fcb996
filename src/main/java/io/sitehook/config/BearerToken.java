package io.sitehook.config;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Judges the bearer token in a request's {@code Authorization} header. */
public enum BearerToken {
    /** There is none; the request may be let in by something else. */
    NONE,
    /** It is not the one that is set, or none is set. */
    WRONG,
    /** It is the one that is set. */
    RIGHT;

    private static final String SCHEME = "Bearer ";

    /**
     * Judges one, in a time that tells nothing of the token that is set.
     *
     * @param authorization the header's value, null if there is no such header
     * @param set the token that is set, empty if none is
     */
    public static BearerToken of(@Nullable String authorization, Optional<Secret> set) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return NONE;
        }
        Secret given = new Secret(authorization.substring(SCHEME.length()).strip());
        return set.filter(given::equals).isPresent() ? RIGHT : WRONG;
    }
}
