package io.sitehook.admin;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whether a request can have come from a page of another site, as far as the browser says. */
final class SameOrigin {
    private SameOrigin() {}

    /** False if the browser says that another origin made the request; true too for callers that are no browsers. */
    static boolean holds(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            return false;
        }
        String origin = request.getHeader("Origin");
        return origin == null || isOurs(origin, request.getHeader("Host"));
    }

    /** The scheme is left out of it: behind a proxy that ends TLS we may not know it. */
    private static boolean isOurs(String origin, @Nullable String host) {
        if (host == null) {
            return false;
        }
        try {
            URI uri = new URI(origin);
            String scheme = uri.getScheme();
            return uri.getHost() != null
                    && ("http".equals(scheme) || "https".equals(scheme))
                    && withoutStandardPort(uri.getRawAuthority(), scheme).equals(withoutStandardPort(host, scheme));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static String withoutStandardPort(String authority, String scheme) {
        String standard = "https".equals(scheme) ? ":443" : ":80";
        String lower = authority.toLowerCase(Locale.ROOT);
        return lower.endsWith(standard) ? lower.substring(0, lower.length() - standard.length()) : lower;
    }
}
