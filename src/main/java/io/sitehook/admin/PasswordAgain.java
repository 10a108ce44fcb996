package io.sitehook.admin;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the administrator's password again, before something that whoever finds an open browser must not do. The
 * container is asked, by a login in the same session; a wrong password ends the session, as there is no way back into it.
 * Thread-safe.
 */
final class PasswordAgain {
    private final LoginThrottle throttle;
    private final Audit audit;

    PasswordAgain(LoginThrottle throttle, Audit audit) {
        this.throttle = throttle;
        this.audit = audit;
    }

    /** @throws WebApplicationException if the password is not the caller's */
    void check(HttpServletRequest request, @Nullable String password) {
        String user = AdminGuard.session(request).user();
        String source = request.getRemoteAddr();
        if (!throttle.begin(user, source)) {
            // Not 401: the session goes on.
            throw refused(
                    Response.Status.TOO_MANY_REQUESTS,
                    "There were too many wrong passwords. Wait " + LoginThrottle.LOCKED.toMinutes() + " minutes.");
        }
        try {
            request.logout(); // a container refuses a login of somebody who is logged in
            request.login(user, Objects.requireNonNullElse(password, ""));
        } catch (ServletException e) {
            audit.record(user, "password-again-failed", "", "", source);
            AdminSessions.end(request);
            throw refused(Response.Status.UNAUTHORIZED, "That is not your password. Log in again.");
        }
        throttle.succeeded(user, source);
    }

    private static WebApplicationException refused(Response.Status status, String detail) {
        return new WebApplicationException(Problem.of(status, detail).toResponse());
    }
}
