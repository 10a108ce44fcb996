package io.sitehook.admin;

import io.sitehook.store.Ledger.DeliveryFilter;
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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Replays and discards of many deliveries. */
@Path("jobs")
@Produces(MediaType.APPLICATION_JSON)
public final class JobsResource {
    private static final int MOST_SELECTED = 1_000;
    private static final int LONGEST_REASON = 500;
    private static final int RECENT = 50;

    private final AdminStore store;
    private final Jobs jobs;

    public JobsResource(AdminStore store, Jobs jobs) {
        this.store = store;
        this.jobs = jobs;
    }

    /**
     * What is to be done.
     *
     * @param action {@code replay} or {@code discard}
     * @param reason why; needed for a discard
     * @param selection which deliveries
     * @param dryRun true: only count them
     */
    public record Order(
            @Nullable String action,
            @Nullable String reason,
            @Nullable Selection selection,
            @Nullable Boolean dryRun) {}

    /** Exactly one of: deliveries by id, a group of failures by its key, a filter as of the list of deliveries. */
    public record Selection(
            @Nullable List<Long> deliveries,
            @Nullable String cause,
            @Nullable Map<String, String> filter) {}

    /** How many deliveries were found, and the job that does it; no job after a dry run or if none was found. */
    public record Ordered(long count, @Nullable JobView job) {}

    /** The jobs of late. */
    public record Recent(List<JobView> items) {}

    /** Begins a job, or counts what it would do. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response order(@Context HttpServletRequest request, @Nullable Order order) {
        Parameters input = Parameters.of(Map.of());
        if (order == null) {
            input.problem("body", "is missing");
            input.check();
        }
        Order given = Objects.requireNonNull(order);
        boolean discard = "discard".equals(given.action());
        if (!discard && !"replay".equals(given.action())) {
            input.problem("action", "is neither replay nor discard");
        }
        String reason = given.reason() == null ? "" : given.reason().strip();
        boolean dryRun = Boolean.TRUE.equals(given.dryRun());
        if (reason.length() > LONGEST_REASON) {
            input.problem("reason", "is longer than " + LONGEST_REASON + " characters");
        } else if (discard && reason.isEmpty() && !dryRun) {
            input.problem("reason", "is missing: a discard says why");
        }
        List<Long> deliveries = deliveries(given.selection(), input);
        DeliveryFilter filter = filter(given.selection(), input);
        if ((deliveries == null) == (filter == null)) {
            input.problem("selection", "is not exactly one of deliveries, cause and filter");
        }
        input.check();
        long count =
                deliveries != null ? deliveries.size() : store.ledger().countDeliveries(Objects.requireNonNull(filter));
        if (dryRun || count == 0) {
            return Response.ok(new Ordered(count, null)).build();
        }
        Caller caller = new Caller(store, request);
        String by = caller.name();
        Jobs.Deed deed = discard
                ? batch -> Caller.await(store.repairs().discard(batch, reason))
                : batch -> Caller.await(store.repairs().replay(batch, by));
        Jobs.Batches batches = deliveries != null
                ? Jobs.selected(deliveries, deed)
                : Jobs.filtered(store, Objects.requireNonNull(filter), deed);
        Repairs.JobRow job = jobs.begin(discard ? "discard" : "replay", count, by, batches);
        caller.did(
                job.action(),
                "job " + job.id(),
                count + " deliveries: " + Selected.inWords(deliveries, given.selection())
                        + (reason.isEmpty() ? "" : "; reason: " + reason));
        return Response.status(Response.Status.ACCEPTED)
                .entity(new Ordered(count, JobView.of(job)))
                .build();
    }

    private static @Nullable List<Long> deliveries(@Nullable Selection selection, Parameters input) {
        List<Long> deliveries = selection == null ? null : selection.deliveries();
        if (deliveries != null
                && (deliveries.isEmpty() || deliveries.size() > MOST_SELECTED || deliveries.contains(null))) {
            input.problem("selection.deliveries", "is no list of 1 to " + MOST_SELECTED + " ids");
        }
        return deliveries == null ? null : deliveries.stream().distinct().toList();
    }

    private static @Nullable DeliveryFilter filter(@Nullable Selection selection, Parameters input) {
        if (selection == null || (selection.cause() != null && selection.filter() != null)) {
            return null;
        }
        if (selection.cause() != null) {
            return new DeliveryFilter(null, null, null, null, selection.cause(), null, null);
        }
        if (selection.filter() == null) {
            return null;
        }
        Parameters parameters = Parameters.of(selection.filter(), DeliveriesResource.FILTERS);
        DeliveryFilter filter = DeliveriesResource.filter(parameters);
        if (filter.state() == null && filter.cause() == null) {
            parameters.problem("selection.filter.state", "is missing: a job on all deliveries of all states is none");
        }
        input.addAll(parameters);
        return filter;
    }

    /** The jobs of late, newest first. */
    @GET
    public Recent recent() {
        return new Recent(store.repairs().jobs(RECENT).stream().map(JobView::of).toList());
    }

    /** One job with its progress. */
    @GET
    @Path("{id}")
    public JobView job(@PathParam("id") String id) {
        return store.repairs().job(id).map(JobView::of).orElseThrow(() -> Problem.notFound("there is no such job"));
    }

    /** Ends a job before its time. */
    @POST
    @Path("{id}/cancel")
    public JobView cancel(@Context HttpServletRequest request, @PathParam("id") String id) {
        JobView job = job(id);
        if (!job.state().equals("running")) {
            throw Problem.conflict("the job is " + job.state() + " already");
        }
        jobs.cancel(id);
        new Caller(store, request).did("cancel", "job " + id, job.action());
        return job(id);
    }
}
