package io.sitehook.testing;

import io.sitehook.store.Incoming;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Requests as the receiving side would hand them to the inbox. */
public final class Incomings {
    public static final Duration WINDOW = Duration.ofMinutes(2);

    private Incomings() {}

    public static Incoming change(String project, @Nullable String state) {
        return change(project, state, WINDOW, true);
    }

    public static Incoming change(String project, @Nullable String state, Duration window, boolean selected) {
        return incoming(
                "{\"project_id\":\"" + project + "\",\"workflow_state\":\"" + state + "\",\"event\":\"status_change\"}",
                new Incoming.Parsed(project, "status_change", "Some status", state),
                window,
                selected);
    }

    public static Incoming ofKind(String project, String kind) {
        return incoming(
                "{\"project_id\":\"" + project + "\",\"event\":\"" + kind + "\"}",
                new Incoming.Parsed(project, kind, "", null),
                WINDOW,
                true);
    }

    public static Incoming unreadable(String body) {
        return incoming(body, new Incoming.Unreadable("it is not JSON"), WINDOW, true);
    }

    private static Incoming incoming(String body, Incoming.Content content, Duration window, boolean selected) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return new Incoming(
                "sitecapture",
                bytes,
                sha256(bytes),
                content,
                selected,
                window,
                "current secret, hex",
                new Incoming.Origin("127.0.0.1", "application/json", null));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}
