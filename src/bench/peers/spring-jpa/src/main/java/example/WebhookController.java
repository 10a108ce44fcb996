package example;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Checks the signature, and answers when the post is stored. */
@RestController
public class WebhookController {
    private final EventService service;
    private final SecretKeySpec key;

    WebhookController(EventService service, @Value("${webhook.secret}") String secret) {
        this.service = service;
        this.key = new SecretKeySpec(secret.getBytes(java.nio.charset.StandardCharsets.UTF_8), "HmacSHA256");
    }

    /** Takes one. */
    @PostMapping("/webhooks/bench")
    public ResponseEntity<Map<String, Object>> receive(
            @RequestBody byte[] body, @RequestHeader("x-hmac-hash") String signature)
            throws IOException, GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(key);
        if (!MessageDigest.isEqual(mac.doFinal(body), HexFormat.of().parseHex(signature))) {
            return ResponseEntity.status(401).build();
        }
        return ResponseEntity.ok(Map.of("event", service.store(body)));
    }
}
