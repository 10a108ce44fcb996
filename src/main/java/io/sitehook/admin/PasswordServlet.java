package io.sitehook.admin;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;

/** Changes one's own password, where Sitehook keeps the users. Map it on {@code /login/password}. */
public final class PasswordServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST_FORM = 8_192;

    private final transient AdminSessions sessions;
    private final transient PasswordChange change;
    private final transient LoginPages pages;

    PasswordServlet(AdminSessions sessions, PasswordChange change, LoginPages pages) {
        this.sessions = sessions;
        this.change = change;
        this.pages = pages;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (sessions.identify(request) instanceof Identity.Known known && change.isHere()) {
            pages.change(request, response, 200, known.session(), change.isDue(known.session()), "");
        } else {
            LoginServlet.redirect(response, request.getContextPath() + "/login");
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!(sessions.identify(request) instanceof Identity.Known known) || !change.isHere()) {
            LoginServlet.redirect(response, request.getContextPath() + "/login");
            return;
        }
        long length = request.getContentLengthLong();
        boolean ours = request.getQueryString() == null
                && length >= 0
                && length <= LONGEST_FORM
                && SameOrigin.holds(request)
                && known.session().isToken(request.getParameter("token"));
        boolean due = change.isDue(known.session());
        if (!ours) {
            pages.change(request, response, 403, known.session(), due, "That was not sent by this page. Try again.");
            return;
        }
        String next = parameter(request, "next");
        String problem = next.equals(parameter(request, "again"))
                ? change.change(request, known.session(), parameter(request, "current"), next)
                : "The new password was typed in twice, and not the same.";
        if (problem.isEmpty()) {
            LoginServlet.redirect(response, LoginTarget.of(request.getContextPath(), null));
        } else {
            pages.change(request, response, 400, known.session(), due, problem);
        }
    }

    private static String parameter(HttpServletRequest request, String name) {
        return Objects.requireNonNullElse(request.getParameter(name), "");
    }
}
