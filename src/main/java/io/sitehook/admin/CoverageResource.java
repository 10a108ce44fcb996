package io.sitehook.admin;

import io.sitehook.spi.WorkflowStates;
import io.sitehook.store.Ledger.SeenState;
import io.sitehook.store.Repairs;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which workflow states come in, and which handlers take them. */
@Path("coverage")
@Produces(MediaType.APPLICATION_JSON)
public final class CoverageResource {
    private final AdminParts parts;

    public CoverageResource(AdminParts parts) {
        this.parts = parts;
    }

    /** States against handlers. */
    public record Coverage(List<StateView> states, List<HandlerStates> handlers) {}

    /** A state that was seen, or that a handler names; null: without a state. */
    public record StateView(
            @Nullable String state, long events, @Nullable Instant lastAt, long parked, List<String> handlers) {}

    /** What a handler takes. */
    public record HandlerStates(
            String name, boolean installed, boolean all, boolean withoutState, List<String> codes) {}

    /** The matrix. States that handlers name and nobody has seen are in it, with no events. */
    @GET
    public Coverage coverage(@Context UriInfo uri) {
        Parameters.of(uri, Set.of()).check();
        List<Handlers.Installed> installed = parts.handlers().installed().stream()
                .filter(handler -> !handler.unit().source().equals("built-in"))
                .toList();
        Map<String, SeenState> seen = new LinkedHashMap<>();
        parts.store().ledger().seenStates().forEach(state -> seen.put(code(state.state()), state));
        for (Handlers.Installed handler : installed) {
            for (String code : new TreeSet<>(handler.states().codes())) {
                seen.putIfAbsent(code, new SeenState(code, 0, null, 0));
            }
        }
        List<StateView> states = new ArrayList<>();
        for (SeenState state : seen.values()) {
            List<String> takers = installed.stream()
                    .filter(handler -> handler.states().includes(Optional.ofNullable(state.state())))
                    .map(Handlers.Installed::name)
                    .toList();
            states.add(new StateView(state.state(), state.events(), state.lastAt(), state.parked(), takers));
        }
        return new Coverage(
                states, installed.stream().map(CoverageResource::handler).toList());
    }

    /**
     * What is to be offered.
     *
     * @param handler to which handler
     * @param states of which workflow states, null among them: without one; null: of all that it takes
     * @param dryRun true: only count them
     */
    public record Offer(
            @Nullable String handler,
            @Nullable List<@Nullable String> states,
            @Nullable Boolean dryRun) {}

    /** Gives parked events to a handler, or counts them. */
    @POST
    @Path("offer")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response offer(@Context HttpServletRequest request, @Nullable Offer offer) {
        Handlers.Installed handler = parts.handlers().installed().stream()
                .filter(one -> offer != null && one.name().equals(offer.handler()))
                .findFirst()
                .orElse(null);
        if (offer == null || handler == null) {
            throw Problem.badInput(List.of(new Problem.Field("handler", "is not installed")));
        }
        List<@Nullable String> asked = offer.states();
        checkTakes(handler, asked == null ? List.of() : asked);
        List<SeenState> meant = parts.store().ledger().seenStates().stream()
                .filter(state -> handler.states().includes(Optional.ofNullable(state.state())))
                .filter(state -> state.parked() > 0 && (asked == null || asked.contains(state.state())))
                .toList();
        long count = meant.stream().mapToLong(SeenState::parked).sum();
        if (Boolean.TRUE.equals(offer.dryRun()) || count == 0) {
            return Response.ok(new JobsResource.Ordered(count, null)).build();
        }
        Caller caller = new Caller(parts.store(), request);
        String by = caller.name();
        List<String> codes = meant.stream().map(state -> code(state.state())).toList();
        Repairs.JobRow job = parts.jobs().begin("offer", count, by, id -> {
            Repairs.Changed changed =
                    Caller.await(parts.store().repairs().offer(handler.name(), codes, Jobs.BATCH, by, id));
            return changed.done() == 0 ? null : changed;
        });
        caller.did(
                "offer",
                "handler " + handler.name(),
                count + " parked events of "
                        + String.join(
                                ", ",
                                codes.stream()
                                        .map(code -> code.isEmpty() ? "no state" : code)
                                        .toList())
                        + "; job " + job.id());
        return Response.status(Response.Status.ACCEPTED)
                .entity(new JobsResource.Ordered(count, JobView.of(job)))
                .build();
    }

    private static void checkTakes(Handlers.Installed handler, List<@Nullable String> states) {
        for (String state : states) {
            if (!handler.states().includes(Optional.ofNullable(state))) {
                throw Problem.badInput(List.of(new Problem.Field(
                        "states",
                        "holds " + (state == null ? "those without a state" : state) + ", which " + handler.name()
                                + " does not take")));
            }
        }
    }

    private static String code(@Nullable String state) {
        return state == null ? "" : state;
    }

    private static HandlerStates handler(Handlers.Installed handler) {
        WorkflowStates states = handler.states();
        return new HandlerStates(
                handler.name(),
                true,
                states.includesAll(),
                states.includesWithoutState(),
                List.copyOf(new TreeSet<>(states.codes())));
    }
}
