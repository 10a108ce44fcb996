package io.sitehook.admin;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where to go after a login: only ever a page below {@code /admin/}, so that no link can lead elsewhere through it. */
final class LoginTarget {
    private static final Pattern PAGE =
            Pattern.compile("/admin/(?:[A-Za-z0-9_-][A-Za-z0-9_.-]*/)*+(?:[A-Za-z0-9_-][A-Za-z0-9_.-]*)?");
    private static final int LONGEST = 300;
    private static final String START = "/admin/";

    private LoginTarget() {}

    /**
     * The path to go to.
     *
     * @param given the path that was asked for, with the context path in front, from wherever
     */
    static String of(String contextPath, @Nullable String given) {
        if (given == null || given.length() > LONGEST || !given.startsWith(contextPath + START)) {
            return contextPath + START;
        }
        String page = given.substring(contextPath.length());
        return PAGE.matcher(page).matches() && !page.startsWith("/admin/api") ? given : contextPath + START;
    }
}
