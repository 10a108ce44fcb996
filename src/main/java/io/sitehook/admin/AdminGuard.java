package io.sitehook.admin;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The second lock of the admin page, which holds also if the constraint in {@code web.xml} does not: a user with a role, a
 * session that is not over, and for changes an administrator whose page holds the session's token. Map it on
 * {@code /admin/*} for every dispatcher type, behind {@link NetworkGuard}. Thread-safe.
 */
public final class AdminGuard implements Filter {
    /** The header in which a change carries the session's token. */
    public static final String TOKEN = "X-CSRF-Token";

    private static final String PASSED = AdminGuard.class.getName();
    private static final String API = "/admin/api";
    private static final String OWN_SESSION = "/admin/api/session";
    private static final Set<String> READING = Set.of("GET", "HEAD");
    private static final Set<String> CHANGING = Set.of("POST", "PUT", "DELETE");

    private final AdminSessions sessions;
    private final LocalUsers users;
    private final LoginPages pages;

    AdminGuard(AdminSessions sessions, LocalUsers users, LoginPages pages) {
        this.sessions = sessions;
        this.users = users;
        this.pages = pages;
    }

    /** The session of a request that the guard has let through. */
    static AdminSession session(HttpServletRequest request) {
        return known(request).session();
    }

    /** Who makes a request that the guard has let through. */
    static Identity.Known known(HttpServletRequest request) {
        if (request.getAttribute(PASSED) instanceof Identity.Known known) {
            return known;
        }
        throw new IllegalStateException("no AdminGuard in front of the admin page");
    }

    @Override
    public void doFilter(ServletRequest servletRequest, ServletResponse servletResponse, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest request = (HttpServletRequest) servletRequest;
        HttpServletResponse response = (HttpServletResponse) servletResponse;
        if (request.getAttribute(PASSED) instanceof Identity.Known) {
            chain.doFilter(request, response); // the same request again, dispatched by ourselves
            return;
        }
        String path = request.getServletPath() + (request.getPathInfo() == null ? "" : request.getPathInfo());
        Identity identity = sessions.identify(request);
        if (!(identity instanceof Identity.Known known)) {
            turnAway(identity, request, response, path);
            return;
        }
        String refusal = refusal(request, path, known);
        if (refusal != null) {
            ProblemAnswer.write(response, HttpServletResponse.SC_FORBIDDEN, "Forbidden", refusal);
        } else if (!READING.contains(request.getMethod()) && !isChange(request, path)) {
            response.setHeader("Allow", "GET, HEAD");
            ProblemAnswer.write(response, 405, "Method Not Allowed", "This can only be read.");
        } else if (users.mustChange(known.session().user()) && !path.startsWith(OWN_SESSION)) {
            changeFirst(request, response, path);
        } else {
            request.setAttribute(PASSED, known);
            chain.doFilter(request, response);
        }
    }

    private static boolean isChange(HttpServletRequest request, String path) {
        return CHANGING.contains(request.getMethod()) && isApi(path);
    }

    private static boolean isApi(String path) {
        return path.equals(API) || path.startsWith(API + "/");
    }

    /** What a request lacks, though its sender is known; null if nothing. */
    private static @Nullable String refusal(HttpServletRequest request, String path, Identity.Known known) {
        boolean reading = READING.contains(request.getMethod());
        if ((isApi(path) || !reading) && !SameOrigin.holds(request)) {
            return "The request came from a page of another site.";
        }
        if (reading) {
            return null;
        }
        if (!known.session().isToken(request.getHeader(TOKEN))) {
            return "The request lacks the token of this session. Load the page again.";
        }
        return known.admin() || path.startsWith(OWN_SESSION + "/")
                ? null
                : "The role sitehook-viewer may look, and change nothing.";
    }

    private void turnAway(Identity identity, HttpServletRequest request, HttpServletResponse response, String path)
            throws IOException {
        boolean known = identity instanceof Identity.WithoutRole;
        if (isApi(path) || !READING.contains(request.getMethod())) {
            ProblemAnswer.write(
                    response,
                    known ? 403 : 401,
                    known ? "Forbidden" : "Unauthorized",
                    known ? DeniedServlet.WITHOUT_ROLE : "Log in first.");
        } else if (known) {
            pages.message(request, response, 403, "No entry", DeniedServlet.WITHOUT_ROLE);
        } else {
            pages.login(request, response, 401, LoginTarget.of(request.getContextPath(), request.getRequestURI()), "");
        }
    }

    private static void changeFirst(HttpServletRequest request, HttpServletResponse response, String path)
            throws IOException {
        if (isApi(path)) {
            ProblemAnswer.write(response, 403, "Password must be changed", "Change the one-time password first.");
        } else {
            LoginServlet.redirect(response, request.getContextPath() + "/login/password");
        }
    }
}
