package io.sitehook.admin;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * What the container answers when its own constraint refuses somebody. It is an error page of {@code web.xml}: containers
 * call it with 401, 403 or (WildFly, where no mechanism could log anybody in) 500. An error page and no login mechanism of
 * theirs, because with FORM they would take passwords at {@code j_security_check} too, past the throttle.
 */
public final class DeniedServlet extends HttpServlet {
    static final String WITHOUT_ROLE =
            "This user has no role here: an operator gives it sitehook-admin, or sitehook-viewer to look only.";

    private static final long serialVersionUID = 1L;
    private static final String ADMIN = "/admin";
    private static final String API = "/admin/api";

    private final transient LoginPages pages;

    DeniedServlet(LoginPages pages) {
        this.pages = pages;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getDispatcherType() != DispatcherType.ERROR) {
            ProblemAnswer.write(response, 404, "Not Found", "There is nothing here.");
            return;
        }
        String path = String.valueOf(request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI));
        int status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code ? code : 500;
        boolean fault = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) != null;
        if (path.endsWith("/j_security_check")) {
            // WildFly's own, which it can't serve without a mechanism.
            ProblemAnswer.write(response, 404, "Not Found", "There is nothing here.");
        } else if (fault || !path.contains(ADMIN)) {
            ProblemAnswer.write(response, status, title(status), "The server could not answer this request.");
        } else {
            deny(request, response, path);
        }
    }

    private void deny(HttpServletRequest request, HttpServletResponse response, String path) throws IOException {
        boolean known = request.getUserPrincipal() != null;
        if (path.contains(API)) {
            if (known) {
                ProblemAnswer.write(response, 403, "Forbidden", WITHOUT_ROLE);
            } else {
                ProblemAnswer.write(response, 401, "Unauthorized", "Log in first.");
            }
        } else if (known) {
            pages.message(request, response, 403, "No entry", WITHOUT_ROLE);
        } else {
            pages.login(request, response, 401, LoginTarget.of(request.getContextPath(), path), "");
        }
    }

    private static String title(int status) {
        return switch (status) {
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            default -> "Internal Server Error";
        };
    }
}
