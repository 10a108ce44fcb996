package io.sitehook.receive;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** The one way to write a webhook's path. Containers forgive others; we look at the text as it was sent. */
final class WebhookPath {
    private static final String BEFORE = "/webhooks/";
    private static final int LONGEST_NAME = 64;

    private WebhookPath() {}

    /** The name of the connection, or null if the path is anything but the documented one. */
    static @Nullable String connection(HttpServletRequest request) {
        String path = request.getRequestURI();
        String before = request.getContextPath() + BEFORE;
        if (!path.startsWith(before)) {
            return null;
        }
        String name = path.substring(before.length());
        boolean wellFormed =
                !name.isEmpty() && name.length() <= LONGEST_NAME && name.chars().allMatch(WebhookPath::mayBeInName);
        return wellFormed ? name : null;
    }

    private static boolean mayBeInName(int character) {
        return (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9') || character == '-';
    }
}
