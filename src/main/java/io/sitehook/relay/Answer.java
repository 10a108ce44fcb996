package io.sitehook.relay;

import org.jspecify.annotations.Nullable;

/**
 * What a target answered.
 *
 * @param status the HTTP status
 * @param retryAfter the header Retry-After as sent, null if there was none
 * @param text the beginning of the body, as sent
 */
record Answer(int status, @Nullable String retryAfter, String text) {

    boolean isGood() {
        return status >= 200 && status < 300;
    }

    boolean isRedirect() {
        return status >= 300 && status < 400;
    }

    /** Whether the fault is the target's and not this request's. */
    boolean isTrouble() {
        return status >= 500 || status == 408 || status == 429;
    }

    /** What a receiver may answer to a signature that it does not know. */
    boolean mayMeanWrongSignature() {
        return status == 400 || status == 401 || status == 403;
    }
}
