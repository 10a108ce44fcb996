package io.sitehook.admin;

import io.sitehook.store.Ledger.DeliveryFilter;
import io.sitehook.store.Ledger.DeliveryRow;
import io.sitehook.store.Ledger.DeliveryState;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

/** What was given to handlers. */
@Path("deliveries")
@Produces(MediaType.APPLICATION_JSON)
public final class DeliveriesResource {
    static final String[] FILTERS = {"state", "handler", "connection", "project", "cause", "from", "to"};

    private final AdminStore store;

    public DeliveriesResource(AdminStore store) {
        this.store = store;
    }

    /** The deliveries that a filter finds, those of the newest events first. */
    @GET
    public Response list(@Context UriInfo uri) {
        Parameters parameters = Parameters.ofList(uri, FILTERS);
        DeliveryFilter filter = filter(parameters);
        return ListAnswer.of(
                parameters,
                "deliveries",
                DeliveryRow.class,
                (limit, cursor) -> store.ledger().deliveries(filter, limit, cursor));
    }

    static DeliveryFilter filter(Parameters parameters) {
        return new DeliveryFilter(
                parameters.choice("state", DeliveryState.class),
                parameters.text("handler"),
                parameters.text("connection"),
                parameters.text("project"),
                parameters.text("cause"),
                parameters.time("from"),
                parameters.time("to"));
    }
}
