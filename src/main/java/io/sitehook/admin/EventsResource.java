package io.sitehook.admin;

import io.sitehook.store.Incoming;
import io.sitehook.store.Ledger.DeliveryState;
import io.sitehook.store.Ledger.EventFilter;
import io.sitehook.store.Ledger.EventRow;
import io.sitehook.store.Ledger.EventState;
import io.sitehook.store.Purge;
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
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What came in. */
@Path("events")
@Produces(MediaType.APPLICATION_JSON)
public final class EventsResource {
    private static final String[] FILTERS = {
        "connection", "project", "workflowState", "state", "handler", "deliveryState", "from", "to", "swept", "q"
    };

    private static final int LONGEST_BODY = 64 << 10;

    private final AdminStore store;
    private final Handlers handlers;
    private final BodyReader bodies;
    private final Supplier<Purge.Rules> retention;

    /** @param retention how long events are kept */
    public EventsResource(AdminStore store, Handlers handlers, BodyReader bodies, Supplier<Purge.Rules> retention) {
        this.store = store;
        this.handlers = handlers;
        this.bodies = bodies;
        this.retention = retention;
    }

    /** The events that a filter finds, newest first. */
    @GET
    public Response list(@Context UriInfo uri) {
        Parameters parameters = Parameters.ofList(uri, FILTERS);
        EventFilter filter = filter(parameters);
        return ListAnswer.of(
                parameters,
                "events",
                EventRow.class,
                (limit, cursor) -> store.ledger().events(filter, limit, cursor));
    }

    private static EventFilter filter(Parameters parameters) {
        return new EventFilter(
                parameters.text("connection"),
                parameters.text("project"),
                workflowState(parameters.text("workflowState")),
                parameters.choice("state", EventState.class),
                parameters.text("handler"),
                parameters.choice("deliveryState", DeliveryState.class),
                parameters.time("from"),
                parameters.time("to"),
                parameters.flag("swept"),
                parameters.text("q"));
    }

    /** A hyphen stands for those without a state, since an empty parameter is as good as none. */
    private static @Nullable String workflowState(@Nullable String text) {
        return "-".equals(text) ? "" : text;
    }

    /** One event with its deliveries and their runs. */
    @GET
    @Path("{id}")
    public EventView event(@PathParam("id") String id) {
        return store.ledger()
                .event(id)
                .map(detail -> EventView.of(detail, installed(), retention.get()))
                .orElseThrow(() -> Problem.notFound("there is no event with this id; it may have been purged"));
    }

    /**
     * How an event is to be run again.
     *
     * @param handlers for which; null: for those that had it or, if none had, for those that take its state
     * @param asNew true: as a new event with an id of its own
     */
    public record Replay(
            @Nullable List<String> handlers, @Nullable Boolean asNew) {}

    /** How many deliveries run, and of which event. */
    public record Replayed(int count, String event) {}

    /** The corrected body. */
    public record Repair(@Nullable String body) {}

    /** The event made of it. */
    public record Repaired(String event) {}

    /** Runs one event again. */
    @POST
    @Path("{id}/replay")
    @Consumes(MediaType.APPLICATION_JSON)
    public Replayed replay(@Context HttpServletRequest request, @PathParam("id") String id, @Nullable Replay replay) {
        boolean asNew = replay != null && Boolean.TRUE.equals(replay.asNew());
        List<String> named = replay == null ? null : replay.handlers();
        if (named != null && (named.isEmpty() || !installed().containsAll(named))) {
            throw Problem.badInput(List.of(new Problem.Field(
                    "handlers",
                    "is empty, or holds one that is not installed; installed are "
                            + String.join(", ", new TreeSet<>(installed())))));
        }
        List<String> distinct = named == null ? null : named.stream().distinct().toList();
        Caller caller = new Caller(store, request);
        Repairs repairs = store.repairs();
        Repairs.Replayed replayed = Caller.await(
                asNew
                        ? repairs.replayAsNew(id, distinct, caller.name())
                        : repairs.replayEvent(id, distinct == null ? handlersOf(id) : distinct, caller.name()));
        refuse(replayed.refused());
        caller.did(
                asNew ? "replay-as-new" : "replay",
                "event " + id,
                (asNew ? "as the new event " + replayed.event() : replayed.count() + " deliveries")
                        + (distinct == null ? "" : " for " + String.join(", ", distinct)));
        return new Replayed(replayed.count(), replayed.event());
    }

    /** Those that had it; else those that are installed and take it. */
    private List<String> handlersOf(String id) {
        EventView event = event(id);
        if (!event.deliveries().isEmpty()) {
            return event.deliveries().stream()
                    .map(EventView.DeliveryView::handler)
                    .toList();
        }
        List<String> takers = handlers.installed().stream()
                .filter(handler -> !handler.unit().source().equals("built-in"))
                .filter(handler -> handler.states().includes(Optional.ofNullable(event.workflowState())))
                .map(Handlers.Installed::name)
                .toList();
        if (takers.isEmpty() && event.project() != null) {
            throw Problem.conflict("no installed handler takes this event's workflow state");
        }
        return takers;
    }

    /** Stores the corrected body of an unreadable event as a new one, which goes to handlers like any other. */
    @POST
    @Path("{id}/repair")
    @Consumes(MediaType.APPLICATION_JSON)
    public Repaired repair(@Context HttpServletRequest request, @PathParam("id") String id, @Nullable Repair repair) {
        String text = repair == null ? null : repair.body();
        if (text == null || text.length() > LONGEST_BODY) {
            throw Problem.badInput(
                    List.of(new Problem.Field("body", "is no text of at most " + LONGEST_BODY + " characters")));
        }
        EventView event = event(id);
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        BodyReader.Read read = bodies.read(event.connection(), body);
        if (!(read.content() instanceof Incoming.Parsed parsed)) {
            String reason = read.content() instanceof Incoming.Unreadable unreadable ? unreadable.reason() : "";
            throw Problem.badInput(List.of(new Problem.Field("body", "still can't be read: " + reason)));
        }
        Caller caller = new Caller(store, request);
        Repairs.Replayed repaired =
                Caller.await(store.repairs().repair(id, read.masked(), sha256(body), parsed, caller.name()));
        refuse(repaired.refused());
        caller.did("repair", "event " + id, "as event " + repaired.event());
        return new Repaired(repaired.event());
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static void refuse(Repairs.@Nullable Refused refused) {
        if (refused == null) {
            return;
        }
        throw switch (refused) {
            case UNKNOWN -> Problem.notFound("there is no event with this id; it may have been purged");
            case UNREADABLE -> Problem.conflict("the event's body can't be read, so it can't run; repair it instead");
            case NOT_ROUTED -> Problem.conflict("the event has not been given to handlers yet; that happens by itself");
            case OPEN -> Problem.conflict("it runs, or waits to be run; it can be replayed when that has ended");
            case READABLE -> Problem.conflict("the event is not unreadable, or has been repaired already");
        };
    }

    private Set<String> installed() {
        return handlers.installed().stream().map(Handlers.Installed::name).collect(Collectors.toSet());
    }
}
