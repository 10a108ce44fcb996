package io.sitehook.store.sql;

import io.sitehook.store.Worklist.Cause;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Keeps the causes of failures, one row for all that fail alike. */
final class Causes {
    private static final int KEY_BYTES = 8;
    private static final String NOTE = """
            INSERT INTO cause (key, handler, what, frame, text, first_at) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (key) DO NOTHING""";

    private Causes() {}

    /**
     * Notes a cause, unless it is known.
     *
     * @param text what was said this time
     * @return its key, 16 hexadecimal digits
     */
    static String note(Connection connection, String handler, Cause cause, @Nullable String text, long now)
            throws SQLException {
        String key = key(handler, cause);
        new Query(NOTE, key, handler, cause.what(), cause.frame(), text == null ? "" : text, now).update(connection);
        return key;
    }

    /** The same whatever the line: a new build of a handler moves its lines. */
    private static String key(String handler, Cause cause) {
        String frame = cause.frame() == null ? "" : cause.frame().replaceFirst("\\(.*", "");
        byte[] all = (handler + "\n" + cause.what() + "\n" + frame).getBytes(StandardCharsets.UTF_8);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(all);
            return HexFormat.of().formatHex(digest, 0, KEY_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
