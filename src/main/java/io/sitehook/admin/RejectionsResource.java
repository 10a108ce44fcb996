package io.sitehook.admin;

import io.sitehook.store.Page;
import io.sitehook.store.RejectionStore.Filter;
import io.sitehook.store.RejectionStore.Row;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Posts that were refused, and what may be behind it. */
@Path("rejections")
@Produces(MediaType.APPLICATION_JSON)
public final class RejectionsResource {
    private final Refusals refusals;

    public RejectionsResource(Refusals refusals) {
        this.refusals = refusals;
    }

    /**
     * Posts of one source that were refused for one reason.
     *
     * @param at when the latest came
     * @param count how many there were
     * @param findings what may be behind it, sentences
     * @param bodyLength in bytes, null if the body was not read
     * @param bodyText its first 4 KiB, with the value of {@code api_key} masked
     * @param header the shape of the signature header
     */
    public record View(
            long id,
            Instant at,
            Instant firstAt,
            String connection,
            String remoteAddress,
            long count,
            String reason,
            List<String> findings,
            @Nullable Integer bodyLength,
            @Nullable String bodyText,
            String header) {}

    /** The list, newest first. */
    @GET
    public Response list(@Context UriInfo uri) {
        Parameters parameters = Parameters.ofList(uri, "connection", "from", "to");
        Filter filter = new Filter(parameters.text("connection"), parameters.time("from"), parameters.time("to"));
        return ListAnswer.of(parameters, "rejections", View.class, (limit, cursor) -> {
            Page<Row> page = refusals.list(filter, limit, cursor);
            return new Page<>(
                    page.items().stream().map(RejectionsResource::view).toList(), page.next());
        });
    }

    private static View view(Row row) {
        byte[] body = row.body();
        return new View(
                row.id(),
                row.at(),
                row.firstAt(),
                row.connection(),
                row.remoteAddress(),
                row.count(),
                row.reason(),
                row.findings(),
                row.bodyLength() < 0 ? null : row.bodyLength(),
                body == null ? null : new String(body, StandardCharsets.UTF_8),
                row.header());
    }
}
