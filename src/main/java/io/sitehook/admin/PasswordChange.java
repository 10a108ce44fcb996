package io.sitehook.admin;

import jakarta.servlet.http.HttpServletRequest;

/** The change of one's own password, by page or API. Thread-safe. */
final class PasswordChange {
    private final LocalUsers users;
    private final AdminSessions sessions;
    private final LoginThrottle throttle;
    private final Audit audit;

    PasswordChange(LocalUsers users, AdminSessions sessions, LoginThrottle throttle, Audit audit) {
        this.users = users;
        this.sessions = sessions;
        this.throttle = throttle;
        this.audit = audit;
    }

    boolean isHere() {
        return users.here();
    }

    /** Whether nothing else may be done before. */
    boolean isDue(AdminSession session) {
        return users.mustChange(session.user());
    }

    /** Changes it and begins the session anew, which ends all others. Gives what is in the way; empty if nothing was. */
    String change(HttpServletRequest request, AdminSession session, String current, String next) {
        String source = request.getRemoteAddr();
        if (!throttle.begin(session.user(), source)) {
            return "There were too many tries. Wait " + LoginThrottle.LOCKED.toMinutes() + " minutes.";
        }
        String problem = users.change(session.user(), current, next).orElse("");
        if (problem.isEmpty()) {
            throttle.succeeded(session.user(), source);
            audit.record(session.user(), "password-changed", session.user(), "", source);
            request.changeSessionId();
            AdminSession unused = sessions.begin(request, session.user());
        }
        return problem;
    }
}
