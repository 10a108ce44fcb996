package io.sitehook.admin;

import io.sitehook.store.Ledger.DeliveryState;
import io.sitehook.store.Ledger.FailureFilter;
import io.sitehook.store.Ledger.FailureGroup;
import io.sitehook.store.Page;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;

/** What fails, grouped by its cause. */
@Path("failures")
@Produces(MediaType.APPLICATION_JSON)
public final class FailuresResource {
    private final AdminStore store;

    public FailuresResource(AdminStore store) {
        this.store = store;
    }

    /** Which of them. */
    enum Kind {
        DEAD,
        RETRYING
    }

    /** The groups, the largest first, and how many deliveries they have together. */
    public record Groups(List<FailureGroup> groups, long total) {}

    /** The groups of failing deliveries; {@code from} and {@code to} are times of receipt. */
    @GET
    public Response groups(@Context UriInfo uri) {
        Parameters parameters = Parameters.ofList(uri, "handler", "connection", "from", "to", "state");
        Kind kind = parameters.choice("state", Kind.class);
        FailureFilter filter = new FailureFilter(
                parameters.text("handler"),
                parameters.text("connection"),
                kind == null ? null : kind == Kind.DEAD ? DeliveryState.DEAD : DeliveryState.PENDING,
                parameters.time("from"),
                parameters.time("to"));
        if (parameters.format() != null) {
            return ListAnswer.of(
                    parameters,
                    "failures",
                    FailureGroup.class,
                    (limit, cursor) -> new Page<>(store.ledger().failures(filter), null));
        }
        parameters.check();
        List<FailureGroup> groups = store.ledger().failures(filter);
        long total = groups.stream()
                .mapToLong(group -> group.dead() + group.retrying())
                .sum();
        return Response.ok(new Groups(groups, total)).build();
    }
}
