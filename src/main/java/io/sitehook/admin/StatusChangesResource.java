package io.sitehook.admin;

import io.sitehook.relay.StatusChanges;
import io.sitehook.relay.StatusChanges.UnusableException;
import io.sitehook.store.Receipt;
import io.sitehook.store.StoreUnavailableException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Puts in status changes that begin here. Programs with a token are answered before they come so far. */
@Path("status-changes")
@Produces(MediaType.APPLICATION_JSON)
public final class StatusChangesResource {
    private static final long LONGEST_SECONDS = 10;

    private final StatusChanges changes;
    private final Audit audit;

    StatusChangesResource(StatusChanges changes, Audit audit) {
        this.changes = changes;
        this.audit = audit;
    }

    /** What became of it. */
    public record Stored(String event, String result) {}

    /** Puts one in. */
    @POST
    public Stored put(
            @Context HttpServletRequest request,
            @QueryParam("connection") @DefaultValue(StatusChanges.LOCAL) String connection,
            InputStream body)
            throws IOException {
        String user = AdminGuard.session(request).user();
        try {
            Receipt receipt = changes.put(
                            body.readNBytes(StatusChanges.LONGEST + 1),
                            connection,
                            "put in by " + user,
                            request.getRemoteAddr())
                    .get(LONGEST_SECONDS, TimeUnit.SECONDS);
            audit.record(user, "status-change", receipt.event(), "as of " + connection, request.getRemoteAddr());
            return new Stored(receipt.event(), receipt.result().name().toLowerCase(Locale.ROOT));
        } catch (UnusableException e) {
            throw Problem.badInput(List.of(new Problem.Field(e.field(), String.valueOf(e.getMessage()))));
        } catch (ExecutionException | TimeoutException e) {
            throw new StoreUnavailableException("the store can't take it now; send it again later", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("the server stops; send it again later", e);
        }
    }
}
