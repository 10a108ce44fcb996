package io.sitehook.admin;

import io.sitehook.store.Counters.HandlerCounts;
import io.sitehook.store.Repairs;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The handlers: those in use, those that have work and are not there, and what was refused. */
@Path("handlers")
@Produces(MediaType.APPLICATION_JSON)
public final class HandlersResource {
    private static final Pattern SECRET =
            Pattern.compile("secret|passw|pwd|token|key|credential|auth|private|signature", Pattern.CASE_INSENSITIVE);
    private static final String MASK = "••••";
    private static final HandlerCounts NO_WORK = new HandlerCounts(0, 0, null, 0, 0, 0);

    private final AdminParts parts;

    public HandlersResource(AdminParts parts) {
        this.parts = parts;
    }

    /** All about handlers. */
    public record HandlersView(
            List<HandlerView> handlers, List<Handlers.Problem> problems, List<Handlers.Unloading> unloading) {}

    /** One handler; what only an installed one has is null for one that is not. */
    public record HandlerView(
            String name,
            boolean installed,
            boolean paused,
            @Nullable String pausedBy,
            @Nullable StatesView states,
            Handlers.@Nullable Unit unit,
            @Nullable Integer generation,
            @Nullable Instant since,
            List<SettingView> settings,
            @Nullable PolicyView policy,
            long pending,
            long running,
            long dead,
            long orphaned) {}

    /** The workflow states that a handler takes. */
    public record StatesView(boolean all, boolean withoutState, List<String> codes) {}

    /** A setting of a handler's own; what looks like a secret is masked. */
    public record SettingView(String name, String value) {}

    /** How deliveries are run: the waits in seconds. */
    public record PolicyView(int attempts, List<Long> schedule, long deadlineSeconds, int concurrency, String order) {}

    /** All. */
    @GET
    public HandlersView handlers(@Context UriInfo uri) {
        Parameters.of(uri, Set.of()).check();
        return all();
    }

    private HandlersView all() {
        Map<String, Handlers.Installed> installed = new TreeMap<>();
        parts.handlers().installed().forEach(handler -> installed.put(handler.name(), handler));
        Map<String, HandlerCounts> counts = parts.store().counters().handlers();
        TreeSet<String> names = new TreeSet<>(installed.keySet());
        names.addAll(counts.keySet());
        Map<String, Repairs.Pause> paused = parts.store().repairs().paused();
        names.addAll(paused.keySet());
        List<HandlerView> views = new ArrayList<>();
        for (String name : names) {
            views.add(view(name, installed.get(name), counts.getOrDefault(name, NO_WORK), paused.get(name)));
        }
        return new HandlersView(
                views, parts.handlers().problems(), parts.handlers().unloading());
    }

    /** Why. */
    public record Reason(@Nullable String reason) {}

    /** Has nothing more given to a handler until it is resumed. What runs finishes; what comes waits. */
    @POST
    @Path("{name}/pause")
    @Consumes(MediaType.APPLICATION_JSON)
    public void pause(@Context HttpServletRequest request, @PathParam("name") String name, @Nullable Reason reason) {
        known(name);
        Caller caller = new Caller(parts.store(), request);
        String why = why(reason);
        boolean unused = Caller.await(parts.store().repairs().pause(name, caller.name(), why));
        caller.did("pause", "handler " + name, why);
    }

    /** Ends a pause. */
    @POST
    @Path("{name}/resume")
    @Consumes(MediaType.APPLICATION_JSON)
    public void resume(@Context HttpServletRequest request, @PathParam("name") String name, @Nullable Reason reason) {
        if (!Caller.await(parts.store().repairs().resume(name))) {
            throw Problem.conflict("handler " + name + " is not paused");
        }
        new Caller(parts.store(), request).did("resume", "handler " + name, why(reason));
    }

    private static String why(@Nullable Reason reason) {
        String given = reason == null ? null : reason.reason();
        return given == null ? "" : given.strip();
    }

    private void known(String name) {
        List<String> names = all().handlers().stream().map(HandlerView::name).toList();
        if (!names.contains(name)) {
            throw Problem.notFound("there is no handler " + name + "; there are " + String.join(", ", names));
        }
    }

    private static HandlerView view(
            String name, Handlers.@Nullable Installed handler, HandlerCounts counts, Repairs.@Nullable Pause pause) {
        String pausedBy = pause == null ? null : pause.by();
        if (handler == null) {
            long orphaned = counts.waiting() + counts.running();
            return new HandlerView(
                    name,
                    false,
                    pause != null,
                    pausedBy,
                    null,
                    null,
                    null,
                    null,
                    List.of(),
                    null,
                    counts.waiting(),
                    counts.running(),
                    counts.dead(),
                    orphaned);
        }
        Handlers.Policy policy = handler.policy();
        return new HandlerView(
                name,
                true,
                pause != null,
                pausedBy,
                new StatesView(
                        handler.states().includesAll(),
                        handler.states().includesWithoutState(),
                        List.copyOf(new TreeSet<>(handler.states().codes()))),
                handler.unit(),
                handler.generation(),
                handler.since(),
                settings(handler.settings()),
                new PolicyView(
                        policy.attempts(),
                        policy.schedule().stream().map(Duration::toSeconds).toList(),
                        policy.deadline().toSeconds(),
                        policy.concurrency(),
                        policy.order()),
                counts.waiting(),
                counts.running(),
                counts.dead(),
                0);
    }

    private static List<SettingView> settings(Map<String, String> settings) {
        return new TreeMap<>(settings)
                .entrySet().stream()
                        .map(entry -> new SettingView(
                                entry.getKey(),
                                looksSecret(entry.getKey(), entry.getValue()) ? MASK : entry.getValue()))
                        .toList();
    }

    /** Names that say so, and URLs with a password in them. */
    private static boolean looksSecret(String name, String value) {
        return SECRET.matcher(name).find() || value.toLowerCase(Locale.ROOT).matches("(?s)[a-z0-9+.:-]*://[^/]*@.*");
    }
}
