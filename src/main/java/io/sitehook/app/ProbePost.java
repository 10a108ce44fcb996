package io.sitehook.app;

import io.sitehook.config.ConnectionSettings;
import io.sitehook.config.Secret;
import io.sitehook.config.SecretDecoder;
import io.sitehook.verify.HmacAlgorithm;
import io.sitehook.verify.Signer;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A signed post of an event that does nothing. */
record ProbePost(byte[] body, String signature) {
    private static final int LONGEST_ANSWER = 2_000;

    /** What the server said. */
    record Answer(int status, String body) {}

    /** Signs one as the connection wants it; null if it has no secret. */
    static @Nullable ProbePost of(ConnectionSettings connection) {
        Secret secret = connection.hmacSecret().orElse(null);
        if (secret == null) {
            return null;
        }
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("event", ProbeHandler.KIND)
                .add("project_id", ProbeHandler.NAME)
                .add("status", "probe " + UUID.randomUUID());
        if (!connection.allStates() && !connection.withoutState()) {
            // One that the connection selects, or the probe would be ignored.
            connection.states().stream().sorted().findFirst().ifPresent(code -> json.add("workflow_state", code));
        }
        connection.apiKey().ifPresent(key -> json.add("api_key", key.reveal()));
        byte[] body = json.build().toString().getBytes(StandardCharsets.UTF_8);
        Signer signer = new Signer(
                SecretDecoder.bytes(secret, connection.hmacSecretEncoding()),
                HmacAlgorithm.valueOf(connection.hmacAlgorithm().name()));
        String signature =
                switch (connection.signatureEncoding()) {
                    case ANY, HEX -> signer.hex(body);
                    case BASE64 -> signer.base64(body);
                    case BASE64URL ->
                        signer.base64(body).replace('+', '-').replace('/', '_').replace("=", "");
                };
        return new ProbePost(body, signature);
    }

    /** Posts it. Not with the newer client of Java, whose threads would outlive an undeployment. */
    Answer send(URI url, Duration patience) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection(Proxy.NO_PROXY);
        try {
            connection.setConnectTimeout((int) patience.toMillis());
            connection.setReadTimeout((int) patience.toMillis());
            connection.setInstanceFollowRedirects(false);
            connection.setDoOutput(true);
            connection.setRequestProperty("Content-Type", "application/json");
            connection.setRequestProperty("User-Agent", "sitehook-probe");
            connection.setRequestProperty("x-hmac-hash", signature);
            connection.setFixedLengthStreamingMode(body.length);
            connection.getOutputStream().write(body);
            int status = connection.getResponseCode();
            InputStream stream = status < 400 ? connection.getInputStream() : connection.getErrorStream();
            byte[] answer = stream == null ? new byte[0] : stream.readNBytes(LONGEST_ANSWER);
            return new Answer(status, new String(answer, StandardCharsets.UTF_8));
        } finally {
            connection.disconnect();
        }
    }

    /** Without body and signature. */
    @Override
    public String toString() {
        return "ProbePost[" + body.length + " bytes]";
    }
}
