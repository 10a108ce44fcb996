package io.sitehook.admin;

import io.sitehook.relay.SubscriptionEditor;
import io.sitehook.relay.SubscriptionEditor.Change;
import io.sitehook.relay.SubscriptionEditor.NewSecret;
import io.sitehook.relay.SubscriptionEditor.RefusedException;
import io.sitehook.relay.SubscriptionEditor.View;
import io.sitehook.store.Counters;
import io.sitehook.store.Counters.HandlerCounts;
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
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions: URLs that we post to. A secret is in one answer only, that of the call that made it. Who makes or
 * reconfigures one, or rotates its secret, gives the password again.
 */
@Path("subscriptions")
@Produces(MediaType.APPLICATION_JSON)
public final class SubscriptionsResource {
    private static final String PASSWORD = "password";
    private static final Set<String> FIELDS = Set.of(
            PASSWORD, "url", "apiKey", "allStates", "withoutState", "states", "standardWebhooks", "allowPrivate");

    private final Supplier<SubscriptionEditor> editor;
    private final AdminStore store;
    private final PasswordAgain passwords;
    private final Audit audit;

    SubscriptionsResource(Supplier<SubscriptionEditor> editor, AdminStore store, PasswordAgain passwords, Audit audit) {
        this.editor = editor;
        this.store = store;
        this.passwords = passwords;
        this.audit = audit;
    }

    /** The list. */
    public record All(List<SubscriptionView> subscriptions) {}

    /** A subscription with the secret that was made for it: never shown again. */
    public record Made(SubscriptionView subscription, String hmacSecret, String standardWebhooksSecret) {}

    /** Something that may be refused. */
    private interface Call {
        void run(SubscriptionEditor editor) throws RefusedException;
    }

    /** All, by name. */
    @GET
    public All list() {
        List<View> views = editor.get().all();
        Counters counters = store.counters();
        Map<String, HandlerCounts> work = counters.handlers();
        return new All(views.stream()
                .map(view -> SubscriptionView.of(view, counters, work))
                .toList());
    }

    /** One. */
    @GET
    @Path("{name}")
    public SubscriptionView get(@PathParam("name") String name) {
        Counters counters = store.counters();
        return editor.get()
                .find(name)
                .map(view -> SubscriptionView.of(view, counters, counters.handlers()))
                .orElseThrow(() -> Problem.notFound("there is no such subscription"));
    }

    /** Makes one. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(@Context HttpServletRequest request, InputStream body) {
        Set<String> fields = new TreeSet<>(FIELDS);
        fields.add("name");
        JsonInput input = JsonInput.read(body, fields);
        String name = Objects.requireNonNullElse(input.text("name"), "");
        Change change = change(input);
        String password = input.text(PASSWORD);
        input.check();
        String user = user(request);
        passwords.check(request, password);
        Made made = made(name, () -> editor.get().create(name, change, user));
        note(request, user, "subscription-create", name, "to " + host(change.url()));
        return Response.created(URI.create("subscriptions/" + name))
                .entity(made)
                .build();
    }

    /** Reconfigures one; what is absent stays. */
    @PUT
    @Path("{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    public SubscriptionView change(
            @Context HttpServletRequest request, @PathParam("name") String name, InputStream body) {
        JsonInput input = JsonInput.read(body, FIELDS);
        Change change = change(input);
        String password = input.text(PASSWORD);
        input.check();
        String user = user(request);
        passwords.check(request, password);
        run(name, known -> known.change(name, change, user));
        String url = change.url();
        note(request, user, "subscription-change", name, url == null ? "" : "to " + host(url));
        return get(name);
    }

    /** Makes a new secret; the one before it stays in use too. */
    @POST
    @Path("{name}/rotate")
    @Consumes(MediaType.APPLICATION_JSON)
    public Made rotate(@Context HttpServletRequest request, @PathParam("name") String name, InputStream body) {
        JsonInput input = JsonInput.read(body, Set.of(PASSWORD));
        String password = input.text(PASSWORD);
        input.check();
        String user = user(request);
        passwords.check(request, password);
        get(name);
        Made made = made(name, () -> editor.get().rotate(name, user));
        note(request, user, "subscription-rotate", name, "");
        return made;
    }

    /** Forgets the secret before the present one. */
    @POST
    @Path("{name}/drop-previous")
    public void dropPrevious(@Context HttpServletRequest request, @PathParam("name") String name) {
        String user = user(request);
        run(name, known -> known.dropPrevious(name, user));
        note(request, user, "subscription-drop-previous", name, "");
    }

    /** Keeps what is to be sent. */
    @POST
    @Path("{name}/pause")
    public void pause(@Context HttpServletRequest request, @PathParam("name") String name) {
        activity(request, name, "pause", "paused");
    }

    /** Sends again. */
    @POST
    @Path("{name}/resume")
    public void resume(@Context HttpServletRequest request, @PathParam("name") String name) {
        activity(request, name, "resume", "active");
    }

    /** Takes nothing new either. */
    @POST
    @Path("{name}/deactivate")
    public void deactivate(@Context HttpServletRequest request, @PathParam("name") String name) {
        activity(request, name, "deactivate", "deactivated");
    }

    /** Takes and sends again, also if the target wanted no more. */
    @POST
    @Path("{name}/activate")
    public void activate(@Context HttpServletRequest request, @PathParam("name") String name) {
        activity(request, name, "activate", "active");
    }

    private void activity(HttpServletRequest request, String name, String action, String activity) {
        String user = user(request);
        run(name, known -> known.setActivity(name, activity, user));
        note(request, user, "subscription-" + action, name, "");
    }

    private static Change change(JsonInput input) {
        return new Change(
                input.text("url"),
                input.text("apiKey"),
                input.bool("allStates"),
                input.bool("withoutState"),
                input.texts("states"),
                input.bool("standardWebhooks"),
                input.bool("allowPrivate"));
    }

    /** Something that makes a secret, and may be refused. */
    private interface Making {
        NewSecret run() throws RefusedException;
    }

    private Made made(String name, Making making) {
        try {
            NewSecret secret = making.run();
            return new Made(get(name), secret.hmacSecret(), secret.standardWebhooks());
        } catch (RefusedException e) {
            throw problem(e);
        }
    }

    private void run(String name, Call call) {
        get(name);
        try {
            call.run(editor.get());
        } catch (RefusedException e) {
            throw problem(e);
        }
    }

    private static WebApplicationException problem(RefusedException refused) {
        Map<String, String> fields = refused.fields();
        return fields.isEmpty()
                ? Problem.conflict(String.valueOf(refused.getMessage()))
                : Problem.badInput(fields.entrySet().stream()
                        .map(field -> new Problem.Field(field.getKey(), field.getValue()))
                        .toList());
    }

    /** The path may hold a secret. */
    private static String host(@Nullable String url) {
        return url == null ? "" : String.valueOf(URI.create(url).getHost());
    }

    private static String user(HttpServletRequest request) {
        return AdminGuard.session(request).user();
    }

    private void note(HttpServletRequest request, String user, String action, String name, String detail) {
        audit.record(user, action, name, detail, request.getRemoteAddr());
    }
}
