package io.sitehook.admin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The probe. */
@Path("probe")
@Produces(MediaType.APPLICATION_JSON)
public final class ProbeResource {
    private final AdminStore store;
    private final Probe probe;

    /** Makes the resource. */
    public ProbeResource(AdminStore store, Probe probe) {
        this.store = store;
        this.probe = probe;
    }

    /** Over which connection. */
    public record Order(@Nullable String connection) {}

    /** Sends a probe and follows it. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Probe.Outcome probe(@Context HttpServletRequest request, @Nullable Order order) {
        String connection = order == null ? null : order.connection();
        if (connection == null || connection.isBlank()) {
            throw Problem.badInput(List.of(new Problem.Field("connection", "is missing")));
        }
        Probe.Outcome outcome = probe.run(connection, base(request));
        new Caller(store, request)
                .did("probe", "connection " + connection, outcome.ok() ? "went through" : "did not go through");
        return outcome;
    }

    /** The address that this very request came in on: whatever is in front of the server is not part of the way. */
    private static URI base(HttpServletRequest request) {
        String address = request.getLocalAddr();
        String host = address.contains(":") ? "[" + address + "]" : address;
        return URI.create(request.getScheme() + "://" + host + ":" + request.getLocalPort() + request.getContextPath());
    }
}
