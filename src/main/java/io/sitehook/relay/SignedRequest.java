package io.sitehook.relay;

import io.sitehook.verify.Signer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The headers of a subscription's requests, and which of its secrets the receiver knows. Thread-safe. */
final class SignedRequest {
    private static final String MASK = "***";

    private final Subscription subscription;
    private final String instance;
    private final List<Signer> signers;
    private volatile int preferred;

    SignedRequest(Subscription subscription, String instance) {
        this.subscription = subscription;
        this.instance = instance;
        signers = subscription.keys().stream().map(Signer::new).toList();
    }

    /** How many secrets there are. */
    int secrets() {
        return signers.size();
    }

    /** Which secret the receiver took last. */
    int preferred() {
        return preferred;
    }

    void prefer(int secret) {
        preferred = secret;
    }

    /**
     * The headers for one body.
     *
     * @param event the event's id
     * @param traceparent the trace that it is in, handed on as it came; empty if none
     * @param secret which secret signs {@code x-hmac-hash}, which can carry one signature only
     */
    Map<String, String> headers(
            String event, byte[] body, Hops hops, Optional<String> traceparent, int secret, Instant now) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("x-hmac-hash", signers.get(secret).hex(body));
        headers.put(Hops.HEADER, hops.and(instance));
        traceparent.ifPresent(header -> headers.put("traceparent", header));
        if (subscription.standardWebhooks()) {
            String id = event + "-" + subscription.name();
            headers.put(StandardWebhooks.ID, id);
            headers.put(StandardWebhooks.TIMESTAMP, String.valueOf(now.getEpochSecond()));
            headers.put(
                    StandardWebhooks.SIGNATURE, StandardWebhooks.signature(id, now.getEpochSecond(), body, signers));
        }
        return headers;
    }

    /** A target's answer, fit to be kept: some echo what they were sent. */
    String withoutSecrets(String text) {
        String masked = text;
        for (byte[] key : subscription.keys()) {
            masked = masked.replace(new String(key, StandardCharsets.UTF_8), MASK);
        }
        String apiKey = subscription.apiKey();
        if (apiKey != null) {
            String json = StatusChangeBody.json(apiKey);
            masked = masked.replace(apiKey, MASK).replace(json.substring(1, json.length() - 1), MASK);
        }
        return masked;
    }
}
