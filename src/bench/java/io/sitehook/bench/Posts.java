package io.sitehook.bench;

import io.sitehook.receive.StatusChangeReader;
import io.sitehook.store.Incoming;
import io.sitehook.verify.Signer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of whole, signed HTTP requests, all of one size and each with a body of its own, over 2,000 projects.
 *
 * @param file holds them one after the other
 * @param size of one, in bytes
 */
record Posts(Path file, int size) {
    static final String SECRET = "a secret that only the benchmark knows";
    static final int BODY_BYTES = 150;
    static final int PROJECTS = 2_000;
    private static final int COUNT = 40_000;
    private static final Signer SIGNER = new Signer(SECRET.getBytes(StandardCharsets.UTF_8));

    /** A body of {@link #BODY_BYTES} bytes, another one for each number below a thousand million. */
    static String body(long number) {
        String start =
                "{\"project_id\": %d, \"status\": \"Complete\", \"workflow_state\": \"COMPLETE\", \"event\": \"status_change\", \"n\": %d, \"note\": \""
                        .formatted(100_000 + number % PROJECTS, 1_000_000_000 + number);
        return start + "x".repeat(BODY_BYTES - start.length() - 2) + "\"}";
    }

    static String signature(String body) {
        return SIGNER.hex(body.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes them for one URL. */
    static Posts write(Path file, URI url) throws IOException {
        if (!(new StatusChangeReader()
                        .read(body(0).getBytes(StandardCharsets.UTF_8), null)
                        .content()
                instanceof Incoming.Parsed)) {
            throw new IllegalStateException("not what a sender sends: " + body(0));
        }
        int size = 0;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            for (int number = 0; number < COUNT; number++) {
                String body = body(number);
                byte[] request = ("POST " + url.getRawPath() + " HTTP/1.1\r\nHost: " + url.getAuthority()
                                + "\r\nContent-Type: application/json\r\nContent-Length: " + BODY_BYTES
                                + "\r\nx-hmac-hash: " + signature(body) + "\r\n\r\n" + body)
                        .getBytes(StandardCharsets.US_ASCII);
                if (size != 0 && request.length != size) {
                    throw new IllegalStateException("request " + number + " is of another size");
                }
                size = request.length;
                out.write(request);
            }
        }
        return new Posts(file, size);
    }
}
