package io.sitehook.receive;

import io.sitehook.store.Incoming;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * A body whose signature fits. Only {@link SignatureFilter} makes and attaches one, so who finds one on a request knows
 * that it was verified.
 *
 * @param endpoint the connection it came in by
 * @param bytes exactly what was signed; not to be changed
 * @param signature how the signature matched, in words
 * @param origin where the request came from
 */
record VerifiedBody(Endpoint endpoint, byte[] bytes, String signature, Incoming.Origin origin) {
    private static final String ATTRIBUTE = VerifiedBody.class.getName();

    void attachTo(HttpServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    static @Nullable VerifiedBody of(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof VerifiedBody verified ? verified : null;
    }
}
