package io.sitehook.admin;

import jakarta.servlet.http.HttpServletRequest;

/** The web application's URL: as set, else as the request came. */
final class PublicUrl {
    private PublicUrl() {}

    static String of(AdminAccess access, HttpServletRequest request) {
        return access.publicUrl().orElseGet(() -> {
            String scheme = request.getScheme();
            int port = request.getServerPort();
            boolean standard = port == (scheme.equals("https") ? 443 : 80);
            return scheme + "://" + request.getServerName() + (standard ? "" : ":" + port) + request.getContextPath();
        });
    }
}
