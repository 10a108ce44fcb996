package io.sitehook.verify;

/** Whether a signature fits a body. */
public sealed interface Verdict {

    /**
     * It was made with a known secret over exactly these bytes.
     *
     * @param secret the label of that secret
     * @param form how the signature was written, in words, for example {@code base64url, with sha256= prefix}
     */
    record Matched(String secret, String form) implements Verdict {}

    /**
     * It was not.
     *
     * @param reason why, in words for logs and pages, never for the caller; without the signature and the secret
     */
    record Refused(String reason) implements Verdict {}
}
