package io.sitehook.admin;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;

/**
 * The login: asks the container whether a password is right, and does around it what containers do differently or not at
 * all. Guessing is throttled, wrong and unknown users get the same text in the same time, the session's id changes, and
 * each login is in the audit trail. Map it on {@code /login}.
 */
public final class LoginServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final String WRONG = "That user and password don't fit, or there were too many tries. After "
            + LoginThrottle.TRIES + " wrong ones a user is locked out from here for "
            + LoginThrottle.LOCKED.toMinutes() + " minutes.";
    private static final int LONGEST_FORM = 8_192;
    private static final int LONGEST_FIELD = 256;
    private static final int AT_ONCE = 4;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@-]{1,64}");

    private final transient AdminSessions sessions;
    private final transient LoginThrottle throttle;
    private final transient LoginPages pages;
    private final transient Audit audit;
    private final transient FailureTime failureTime;
    private final transient Semaphore places = new Semaphore(AT_ONCE);

    LoginServlet(
            AdminSessions sessions, LoginThrottle throttle, LoginPages pages, Audit audit, FailureTime failureTime) {
        this.sessions = sessions;
        this.throttle = throttle;
        this.pages = pages;
        this.audit = audit;
        this.failureTime = failureTime;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (sessions.identify(request) instanceof Identity.Known) {
            redirect(response, LoginTarget.of(request.getContextPath(), null));
            return;
        }
        pages.login(request, response, 200, LoginTarget.of(request.getContextPath(), null), "");
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String target = LoginTarget.of(request.getContextPath(), null);
        long length = request.getContentLengthLong();
        // A password in a URL would stand in every access log; a request that was sent on to here is no login.
        if (request.getDispatcherType() != DispatcherType.REQUEST
                || request.getQueryString() != null
                || length < 0
                || length > LONGEST_FORM
                || !SameOrigin.holds(request)) {
            pages.login(request, response, 403, target, "That was not sent by this page. Try again.");
            return;
        }
        target = LoginTarget.of(request.getContextPath(), request.getParameter("target"));
        String user = Objects.requireNonNullElse(request.getParameter("user"), "");
        String password = Objects.requireNonNullElse(request.getParameter("password"), "");
        long startedAt = failureTime.now();
        if (!places.tryAcquire()) {
            pages.login(request, response, 503, target, "Many are logging in right now. Try again.");
            return;
        }
        try {
            if (logIn(request, response, user, password, target)) {
                return;
            }
            failureTime.fill(startedAt);
        } finally {
            places.release();
        }
        pages.login(request, response, 401, target, WRONG);
    }

    /** Logs in and answers; false if user and password don't fit. */
    private boolean logIn(
            HttpServletRequest request, HttpServletResponse response, String user, String password, String target)
            throws IOException {
        String source = request.getRemoteAddr();
        if (user.length() > LONGEST_FIELD || password.length() > LONGEST_FIELD || !throttle.begin(user, source)) {
            return false;
        }
        AdminSessions.end(request); // whoever was logged in here before, and an id that somebody may have planted
        request.getSession(true);
        Principal principal;
        try {
            request.login(user, password);
            principal = Objects.requireNonNull(request.getUserPrincipal(), "the container has logged nobody in");
        } catch (ServletException e) {
            audit.record(shown(user), "login-failed", "", locked(user, source), source);
            AdminSessions.end(request);
            return false;
        }
        throttle.succeeded(user, source);
        if (!request.isUserInRole(AdminSessions.ADMIN) && !request.isUserInRole(AdminSessions.VIEWER)) {
            audit.record(principal.getName(), "login-refused", "", "has no role here", source);
            AdminSessions.end(request);
            pages.login(request, response, 403, target, DeniedServlet.WITHOUT_ROLE);
            return true;
        }
        request.changeSessionId();
        AdminSession unused = sessions.begin(request, principal.getName());
        audit.record(principal.getName(), "login", "", "", source);
        redirect(response, target);
        return true;
    }

    private String locked(String user, String source) {
        return throttle.isLocked(user, source)
                ? "locked out from there for " + LoginThrottle.LOCKED.toMinutes() + " minutes"
                : "";
    }

    /** What is no name may be a password in the wrong field. */
    private static String shown(String user) {
        return NAME.matcher(user).matches() ? user : "?";
    }

    /** Without the host, which a container would take from the request. */
    static void redirect(HttpServletResponse response, String path) {
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", path);
    }
}
