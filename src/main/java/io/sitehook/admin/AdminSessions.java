package io.sitehook.admin;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.security.Principal;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Begins, finds and ends sessions: 15 minutes without a request end one, and 8 hours in any case. Thread-safe. */
final class AdminSessions {
    static final Duration IDLE = Duration.ofMinutes(15);
    static final Duration LONGEST = Duration.ofHours(8);
    static final String ADMIN = "sitehook-admin";
    static final String VIEWER = "sitehook-viewer";

    private static final String ATTRIBUTE = AdminSession.class.getName();
    private static final System.Logger LOGGER = System.getLogger(AdminSessions.class.getName());

    private final Clock clock;
    private final LocalUsers users;
    private final Audit audit;

    AdminSessions(Clock clock, LocalUsers users, Audit audit) {
        this.clock = clock;
        this.users = users;
        this.audit = audit;
    }

    /** Who makes this request. A session that has lasted too long, or whose user has changed, is ended here. */
    Identity identify(HttpServletRequest request) {
        Principal principal = request.getUserPrincipal();
        if (principal == null) {
            return new Identity.Anonymous();
        }
        boolean admin = request.isUserInRole(ADMIN);
        if (!admin && !request.isUserInRole(VIEWER)) {
            return new Identity.WithoutRole(principal.getName());
        }
        HttpSession session = request.getSession(false);
        AdminSession known = session == null ? null : in(session);
        if (known == null) {
            // The container has logged them in by itself: BASIC, a certificate, single sign-on.
            AdminSession begun = begin(request, principal.getName());
            audit.record(principal.getName(), "login", "", "by the container", request.getRemoteAddr());
            return new Identity.Known(begun, admin);
        }
        if (!known.user().equals(principal.getName()) || isOver(known)) {
            end(request);
            return new Identity.Anonymous();
        }
        return new Identity.Known(known, admin);
    }

    private static @Nullable AdminSession in(HttpSession session) {
        return session.getAttribute(ATTRIBUTE) instanceof AdminSession known ? known : null;
    }

    private boolean isOver(AdminSession session) {
        return clock.millis() - session.startedAtMillis() > LONGEST.toMillis()
                || !session.stamp().equals(users.stamp(session.user()));
    }

    /** Begins a session for somebody whom the container has just accepted. */
    AdminSession begin(HttpServletRequest request, String user) {
        HttpSession session = request.getSession(true);
        session.setMaxInactiveInterval((int) IDLE.toSeconds());
        AdminSession begun = new AdminSession(user, clock.millis(), users.stamp(user));
        session.setAttribute(ATTRIBUTE, begun);
        return begun;
    }

    /** Ends the session, if there is one, at the container too. */
    static void end(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        try {
            request.logout();
        } catch (ServletException e) {
            LOGGER.log(System.Logger.Level.WARNING, "the container could not log a user out; the session is ended", e);
        }
        if (session != null) {
            try {
                session.invalidate();
            } catch (IllegalStateException e) {
                LOGGER.log(System.Logger.Level.DEBUG, "the container had ended the session already", e);
            }
        }
    }
}
