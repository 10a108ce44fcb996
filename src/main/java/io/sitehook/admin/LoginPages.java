package io.sitehook.admin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The pages around the login, plain HTML that needs no script. Every text from outside is escaped. */
final class LoginPages {
    private static final String FRAME = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="robots" content="noindex">
            <title>%2$s · Sitehook</title>
            <link rel="icon" href="data:,">
            <link rel="stylesheet" href="%1$s/login/login.css">
            </head>
            <body>
            <main>
            <h1>%2$s</h1>
            %3$s
            </main>
            </body>
            </html>
            """;
    private static final String LOGIN = """
            %2$s
            <form method="post" action="%1$s/login">
            <input type="hidden" name="target" value="%3$s">
            <label for="user">User</label>
            <input id="user" name="user" autocomplete="username" autocapitalize="none" spellcheck="false" required autofocus>
            <label for="password">Password</label>
            <input id="password" name="password" type="password" autocomplete="current-password" required>
            <button type="submit">Log in</button>
            </form>
            <details>
            <summary>No user yet?</summary>
            %4$s
            </details>""";
    private static final String CHANGE = """
            <p>%4$s</p>
            %2$s
            <form method="post" action="%1$s/login/password">
            <input type="hidden" name="token" value="%3$s">
            <input type="hidden" name="username" autocomplete="username" value="%5$s">
            <label for="current">Present password</label>
            <input id="current" name="current" type="password" autocomplete="current-password" required autofocus>
            <label for="next">New password</label>
            <input id="next" name="next" type="password" autocomplete="new-password" minlength="12" required
              aria-describedby="rule">
            <p id="rule" class="hint">12 characters or more.</p>
            <label for="again">New password again</label>
            <input id="again" name="again" type="password" autocomplete="new-password" minlength="12" required>
            <button type="submit">Change password</button>
            </form>""";
    private static final String STANDALONE = """
            <p>The first start has printed a one-time password for <code>admin</code>. This sets a new one, and makes users:
            </p><pre>java -jar sitehook.war admin-password --home DIR --user NAME --role admin</pre>""";
    private static final String TOMCAT = """
            <p>Sitehook comes without users. An operator adds one to Tomcat, in <code>conf/tomcat-users.xml</code> or in
            whatever realm it uses, with the role <code>sitehook-admin</code>, or <code>sitehook-viewer</code> to look
            only. Sitehook's <code>src/docs/admin.md</code> says how the password is stored hashed.</p>""";
    private static final String WILDFLY = """
            <p>Sitehook comes without users. An operator adds one to the application domain of WildFly, with the role
            <code>sitehook-admin</code>, or <code>sitehook-viewer</code> to look only. Sitehook's
            <code>src/docs/admin.md</code> says how the password is stored safely.</p>""";

    private final boolean standalone;

    LoginPages(boolean standalone) {
        this.standalone = standalone;
    }

    /**
     * Shows the login.
     *
     * @param error what went wrong, a sentence; empty if nothing did
     */
    void login(HttpServletRequest request, HttpServletResponse response, int status, String target, String error)
            throws IOException {
        write(
                request,
                response,
                status,
                "Log in",
                LOGIN.formatted(
                        Html.escape(request.getContextPath()), alert(error), Html.escape(target), whoAdds(request)));
    }

    /** Shows the form for a new password. */
    void change(
            HttpServletRequest request,
            HttpServletResponse response,
            int status,
            AdminSession session,
            boolean must,
            String error)
            throws IOException {
        String why = must
                ? "You have logged in with a one-time password. Choose one of your own now; nothing else is open before."
                : "You will stay logged in here, and be logged out everywhere else.";
        write(
                request,
                response,
                status,
                "Change your password",
                CHANGE.formatted(
                        Html.escape(request.getContextPath()),
                        alert(error),
                        Html.escape(session.token()),
                        why,
                        Html.escape(session.user())));
    }

    /** Shows a sentence and a way back. */
    void message(HttpServletRequest request, HttpServletResponse response, int status, String title, String sentence)
            throws IOException {
        write(
                request,
                response,
                status,
                title,
                "<p>" + Html.escape(sentence) + "</p>\n<p><a href=\"" + Html.escape(request.getContextPath())
                        + "/login\">Log in as somebody else</a></p>");
    }

    private String whoAdds(HttpServletRequest request) {
        if (standalone) {
            return STANDALONE;
        }
        String server = request.getServletContext().getServerInfo().toLowerCase(Locale.ROOT);
        return server.contains("tomcat") ? TOMCAT : WILDFLY;
    }

    private static String alert(String error) {
        return error.isEmpty() ? "" : "<p class=\"error\" role=\"alert\">" + Html.escape(error) + "</p>";
    }

    private static void write(
            HttpServletRequest request, HttpServletResponse response, int status, String title, String content)
            throws IOException {
        byte[] page = FRAME.formatted(Html.escape(request.getContextPath()), title, content)
                .getBytes(StandardCharsets.UTF_8);
        response.resetBuffer();
        response.setStatus(status);
        response.setContentType("text/html;charset=UTF-8");
        response.setContentLength(page.length);
        response.getOutputStream().write(page);
    }
}
