package io.sitehook.admin;

import io.sitehook.store.AuditTrail;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

/** Who did what. */
@Path("audit")
@Produces(MediaType.APPLICATION_JSON)
public final class AuditResource {
    private final AdminStore store;

    public AuditResource(AdminStore store) {
        this.store = store;
    }

    /** The trail, newest first. */
    @GET
    public Response list(@Context UriInfo uri) {
        Parameters parameters = Parameters.ofList(uri, "user", "action", "from", "to");
        AuditTrail.Filter filter = new AuditTrail.Filter(
                parameters.text("user"), parameters.text("action"), parameters.time("from"), parameters.time("to"));
        return ListAnswer.of(
                parameters,
                "audit",
                AuditTrail.Entry.class,
                (limit, cursor) -> store.auditTrail().list(filter, limit, cursor));
    }
}
