package io.sitehook.admin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The caller's own session: who it is, its end, and the user's own password. */
@Path("session")
@Produces(MediaType.APPLICATION_JSON)
public final class SessionResource {
    private final AdminAccess access;
    private final PasswordChange passwords;
    private final Audit audit;

    public SessionResource(AdminAccess access, PasswordChange passwords, Audit audit) {
        this.access = access;
        this.passwords = passwords;
        this.audit = audit;
    }

    /** Who is logged in, and the token that changes must carry. */
    @GET
    public SessionView get(@Context HttpServletRequest request) {
        Identity.Known known = AdminGuard.known(request);
        return new SessionView(
                known.session().user(),
                known.admin(),
                known.session().token(),
                access.version(),
                access.standalone(),
                passwords.isDue(known.session()),
                AdminSessions.IDLE.toMinutes(),
                PublicUrl.of(access, request));
    }

    /** Ends the session. */
    @POST
    @Path("logout")
    public void logout(@Context HttpServletRequest request) {
        audit.record(AdminGuard.session(request).user(), "logout", "", "", request.getRemoteAddr());
        AdminSessions.end(request);
    }

    /** Changes the user's own password; all their other sessions end. */
    @POST
    @Path("password")
    @Consumes(MediaType.APPLICATION_JSON)
    public void password(@Context HttpServletRequest request, InputStream body) {
        JsonInput input = JsonInput.read(body, Set.of("current", "next"));
        String current = text(input, "current");
        String next = text(input, "next");
        input.check();
        String problem = passwords.change(request, AdminGuard.session(request), current, next);
        if (!problem.isEmpty()) {
            input.problem(problem.contains("present password is wrong") ? "current" : "next", problem);
            input.check();
        }
    }

    private static String text(JsonInput input, String name) {
        @Nullable String given = input.text(name);
        if (given == null || given.isEmpty()) {
            input.problem(name, "is needed");
        }
        return Objects.requireNonNullElse(given, "");
    }
}
