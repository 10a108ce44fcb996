package io.sitehook.relay;

import io.sitehook.verify.Signer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/** The signature of Standard Webhooks, version 1 of the symmetric scheme. */
public final class StandardWebhooks {
    static final String ID = "webhook-id";
    static final String TIMESTAMP = "webhook-timestamp";
    static final String SIGNATURE = "webhook-signature";

    private StandardWebhooks() {}

    /**
     * The value of {@code webhook-signature}.
     *
     * @param id the value of {@code webhook-id}, without a full stop in it: that would blur where it ends
     * @param timestamp the value of {@code webhook-timestamp}, seconds since 1970
     * @param signers one for each secret in use; the receiver takes whichever it knows
     * @return one signature for each, separated by blanks
     */
    static String signature(String id, long timestamp, byte[] body, List<Signer> signers) {
        ByteArrayOutputStream signed = new ByteArrayOutputStream();
        signed.writeBytes((id + "." + timestamp + ".").getBytes(StandardCharsets.US_ASCII));
        signed.writeBytes(body);
        return signers.stream()
                .map(signer -> "v1," + signer.base64(signed.toByteArray()))
                .collect(Collectors.joining(" "));
    }

    /**
     * A key as Standard Webhooks writes secrets.
     *
     * @param key the raw bytes of the key
     * @return {@code whsec_} and the key in base64
     */
    public static String secret(byte[] key) {
        return "whsec_" + Base64.getEncoder().encodeToString(key);
    }
}
