package io.sitehook.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import io.sitehook.verify.Signer;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Against the specification's published vector and its reference library. */
class StandardWebhooksTest {
    private static final byte[] NEW = "the new secret, 64 digits in real life".getBytes(StandardCharsets.UTF_8);
    private static final byte[] OLD = "the old secret, 64 digits in real life".getBytes(StandardCharsets.UTF_8);
    private static final byte[] BODY =
            "{\"project_id\":1,\"status\":\"\u00c4\",\"event\":\"status_change\"}".getBytes(StandardCharsets.UTF_8);

    private static HttpHeaders headers(String id, long timestamp, String signature) {
        return HttpHeaders.of(
                Map.of(
                        StandardWebhooks.ID, List.of(id),
                        StandardWebhooks.TIMESTAMP, List.of(String.valueOf(timestamp)),
                        StandardWebhooks.SIGNATURE, List.of(signature)),
                (name, value) -> true);
    }

    private static HttpHeaders signedNow(byte[]... keys) {
        long now = Instant.now().getEpochSecond();
        List<Signer> signers = java.util.Arrays.stream(keys).map(Signer::new).toList();
        return headers("0190-relay-b", now, StandardWebhooks.signature("0190-relay-b", now, BODY, signers));
    }

    private static void verify(byte[] key, HttpHeaders headers) throws WebhookVerificationException {
        new Webhook(StandardWebhooks.secret(key)).verify(new String(BODY, StandardCharsets.UTF_8), headers);
    }

    @Test
    void thePublishedVectorComesOut() {
        byte[] key = Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        assertThat(StandardWebhooks.signature(
                        "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        1614265330L,
                        "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8),
                        List.of(new Signer(key))))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        assertThat(StandardWebhooks.secret(key)).isEqualTo("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    }

    @Test
    void theReferenceLibraryAcceptsWhatIsSigned() throws WebhookVerificationException {
        verify(NEW, signedNow(NEW));
    }

    @Test
    void whileSecretsOverlapTheReferenceLibraryAcceptsEitherAndNoOther() throws WebhookVerificationException {
        HttpHeaders both = signedNow(NEW, OLD);
        verify(NEW, both);
        verify(OLD, both);
        assertThatThrownBy(() -> verify("some other secret of good length".getBytes(StandardCharsets.UTF_8), both))
                .isInstanceOf(WebhookVerificationException.class);
    }

    @Test
    void theReferenceLibraryRefusesOtherBytes() {
        long now = Instant.now().getEpochSecond();
        HttpHeaders headers = headers(
                "id",
                now,
                StandardWebhooks.signature("id", now, "{}".getBytes(StandardCharsets.UTF_8), List.of(new Signer(NEW))));
        assertThatThrownBy(() -> verify(NEW, headers)).isInstanceOf(WebhookVerificationException.class);
    }
}
