package io.sitehook.admin;

import org.jspecify.annotations.Nullable;

/**
 * The session, as the page needs it.
 *
 * @param user who is logged in
 * @param admin whether they may change anything
 * @param csrf what changes must carry in the header {@code X-CSRF-Token}
 * @param version of Sitehook
 * @param standalone whether Sitehook runs by itself and keeps its users
 * @param passwordMustChange whether nothing else may be done before
 * @param idleMinutes after how long without a request the session ends
 * @param publicUrl the web application's URL as SiteCapture sees it, else as this browser does
 */
public record SessionView(
        String user,
        boolean admin,
        String csrf,
        String version,
        boolean standalone,
        boolean passwordMustChange,
        long idleMinutes,
        @Nullable String publicUrl) {}
