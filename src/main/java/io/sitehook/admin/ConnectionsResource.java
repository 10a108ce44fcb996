package io.sitehook.admin;

import io.sitehook.admin.ConnectionEditor.Change;
import io.sitehook.admin.ConnectionEditor.Fetch;
import io.sitehook.admin.ConnectionEditor.Refusal;
import io.sitehook.admin.ConnectionEditor.Retention;
import io.sitehook.store.Page;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The connections: SiteCapture accounts that post to us. No answer has a secret in it. */
@Path("connections")
@Produces(MediaType.APPLICATION_JSON)
public final class ConnectionsResource {
    private static final Set<String> FIELDS = Set.of(
            "hmacSecret",
            "apiKey",
            "hmacSecretEncoding",
            "hmacAlgorithm",
            "signatureEncoding",
            "allStates",
            "withoutState",
            "states",
            "duplicateWindowSeconds",
            "unreadableAnswer",
            "restUrl",
            "restUser",
            "restPassword",
            "restZone",
            "restConcurrency",
            "restRequestsPerSecond",
            "sweepIntervalSeconds",
            "sweepStates",
            "silenceAlarmSeconds",
            "retentionFinished",
            "retentionDead",
            "retentionParked",
            "retentionCount");

    private final ConnectionEditor editor;
    private final AdminAccess access;
    private final Audit audit;

    public ConnectionsResource(ConnectionEditor editor, AdminAccess access, Audit audit) {
        this.editor = editor;
        this.access = access;
        this.audit = audit;
    }

    /** The list. */
    public record All(List<ConnectionView> connections) {}

    /** Workflow states that were seen so far. */
    public record Seen(List<String> states) {}

    /** All connections, by name. */
    @GET
    public Response list(@Context HttpServletRequest request, @Context UriInfo uri) {
        Parameters parameters = Parameters.of(uri, Set.of("format"));
        List<ConnectionView> all =
                editor.all().stream().map(view -> withUrl(view, request)).toList();
        if (parameters.format() == null) {
            parameters.check();
            return Response.ok(new All(all)).build();
        }
        return ListAnswer.of(parameters, "connections", ConnectionView.class, (limit, cursor) -> new Page<>(all, null));
    }

    /** One connection. */
    @GET
    @Path("{name}")
    public ConnectionView get(@Context HttpServletRequest request, @PathParam("name") String name) {
        return withUrl(editor.find(name).orElseThrow(ConnectionsResource::unknown), request);
    }

    /** Workflow states to choose from. */
    @GET
    @Path("{name}/suggested-states")
    public Seen suggestedStates(@PathParam("name") String name) {
        if (editor.find(name).isEmpty()) {
            throw unknown();
        }
        return new Seen(editor.seenStates());
    }

    /** Makes a connection. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(@Context HttpServletRequest request, InputStream body) {
        Set<String> fields = new java.util.TreeSet<>(FIELDS);
        fields.add("name");
        JsonInput input = JsonInput.read(body, fields);
        String name = input.text("name");
        if (name == null) {
            input.problem("name", "is needed");
        }
        Change change = change(input);
        String made = name == null ? "" : name;
        check(input, made, change);
        answer(editor.create(made, change, user(request)));
        note(request, "connection-create", made, "");
        ConnectionView view = editor.find(made).orElseThrow(ConnectionsResource::unknown);
        return Response.created(URI.create("connections/" + made))
                .entity(withUrl(view, request))
                .build();
    }

    /** Changes a connection; what is absent stays. */
    @PUT
    @Path("{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    public ConnectionView change(
            @Context HttpServletRequest request, @PathParam("name") String name, InputStream body) {
        JsonInput input = JsonInput.read(body, FIELDS);
        Change change = change(input);
        check(input, name, change);
        answer(editor.change(name, change, user(request)));
        note(request, "connection-change", name, String.join(", ", input.names()));
        return get(request, name);
    }

    /** Keeps what comes in and delivers nothing. */
    @POST
    @Path("{name}/pause")
    public void pause(@Context HttpServletRequest request, @PathParam("name") String name) {
        activity(request, name, "pause", "active", "paused");
    }

    /** Delivers again. */
    @POST
    @Path("{name}/resume")
    public void resume(@Context HttpServletRequest request, @PathParam("name") String name) {
        activity(request, name, "resume", "paused", "active");
    }

    /** Answers 404 from now on. */
    @POST
    @Path("{name}/deactivate")
    public void deactivate(@Context HttpServletRequest request, @PathParam("name") String name) {
        activity(request, name, "deactivate", "", "deactivated");
    }

    /** Takes posts again. */
    @POST
    @Path("{name}/activate")
    public void activate(@Context HttpServletRequest request, @PathParam("name") String name) {
        activity(request, name, "activate", "deactivated", "active");
    }

    /** Sets a new secret; the one before it stays valid too. */
    @POST
    @Path("{name}/rotate")
    @Consumes(MediaType.APPLICATION_JSON)
    public void rotate(@Context HttpServletRequest request, @PathParam("name") String name, InputStream body) {
        JsonInput input = JsonInput.read(body, Set.of("hmacSecret"));
        String secret = input.text("hmacSecret");
        if (secret == null || secret.isEmpty()) {
            input.problem("hmacSecret", "is needed");
        }
        input.check();
        answer(editor.rotate(name, secret == null ? "" : secret, user(request)));
        note(request, "connection-rotate", name, "");
    }

    /** Forgets the secret before the current one. */
    @POST
    @Path("{name}/drop-previous")
    public void dropPrevious(@Context HttpServletRequest request, @PathParam("name") String name) {
        answer(editor.dropPrevious(name, user(request)));
        note(request, "connection-drop-previous", name, "");
    }

    private void activity(HttpServletRequest request, String name, String action, String from, String to) {
        answer(editor.setActivity(name, from, to, user(request)));
        note(request, "connection-" + action, name, "");
    }

    private static Change change(JsonInput input) {
        String secret = input.text("hmacSecret");
        String password = input.text("restPassword");
        return new Change(
                secret == null || secret.isEmpty() ? null : secret,
                input.text("apiKey"),
                input.text("hmacSecretEncoding"),
                input.text("hmacAlgorithm"),
                input.text("signatureEncoding"),
                input.bool("allStates"),
                input.bool("withoutState"),
                input.texts("states"),
                input.number("duplicateWindowSeconds"),
                input.number("unreadableAnswer"),
                new Fetch(
                        input.text("restUrl"),
                        input.text("restUser"),
                        password == null || password.isEmpty() ? null : password,
                        input.text("restZone"),
                        input.number("restConcurrency"),
                        input.number("restRequestsPerSecond"),
                        input.number("sweepIntervalSeconds"),
                        input.texts("sweepStates"),
                        input.number("silenceAlarmSeconds")),
                new Retention(
                        input.written("retentionFinished"),
                        input.written("retentionDead"),
                        input.written("retentionParked"),
                        input.written("retentionCount")));
    }

    /** If the input's form is wrong already, says so together with all else that is. */
    private void check(JsonInput input, String name, Change change) {
        if (!input.problems().isEmpty()) {
            editor.wrong(name, change).stream()
                    .filter(more -> input.problems().stream()
                            .noneMatch(known -> known.field().equals(more.field())))
                    .toList()
                    .forEach(more -> input.problem(more.field(), more.message()));
            input.check();
        }
    }

    private static void answer(Optional<Refusal> refusal) {
        if (refusal.isEmpty()) {
            return;
        }
        Refusal why = refusal.get();
        if (why instanceof Refusal.Wrong wrong) {
            throw Problem.badInput(wrong.problems());
        }
        throw why instanceof Refusal.Conflict conflict ? Problem.conflict(conflict.reason()) : unknown();
    }

    private static WebApplicationException unknown() {
        return Problem.notFound("there is no such connection");
    }

    private ConnectionView withUrl(ConnectionView view, HttpServletRequest request) {
        return view.withUrl(PublicUrl.of(access, request) + "/webhooks/" + view.name());
    }

    private static String user(HttpServletRequest request) {
        return AdminGuard.session(request).user();
    }

    private void note(HttpServletRequest request, String action, String name, String detail) {
        audit.record(user(request), action, name, detail, request.getRemoteAddr());
    }
}
