package io.sitehook.builtin.options;

import io.sitehook.spi.Delivery;
import io.sitehook.spi.HandlerContext;
import io.sitehook.spi.SiteCaptureProject;
import io.sitehook.spi.StatusChange;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What texts and statements can name of a status change: {@code project_id}, {@code status}, {@code workflow_state},
 * {@code connection}, {@code event_id}, {@code received_at}, {@code idempotency_key}, {@code field.<name>} of its body, and
 * {@code project.<name>} of the project, which is read from SiteCapture when it is first asked for. For one thread.
 */
public final class EventValues {
    /** The form of a name. */
    public static final String NAME = "[a-z_]+(?:\\.[A-Za-z0-9_]+)?";

    private static final String FIELD = "field.";
    private static final String PROJECT = "project.";

    private final Delivery delivery;
    private final HandlerContext context;
    private @Nullable SiteCaptureProject project;

    /**
     * The values of one delivery.
     *
     * @param context gives the client for {@code project.<name>}
     */
    public EventValues(Delivery delivery, HandlerContext context) {
        this.delivery = delivery;
        this.context = context;
    }

    /** Whether there is such a name. */
    public static boolean isKnown(String name) {
        return switch (name) {
            case "project_id", "status", "workflow_state", "connection", "event_id", "received_at", "idempotency_key" ->
                true;
            default -> name.startsWith(FIELD) || name.startsWith(PROJECT);
        };
    }

    /**
     * The value of a name.
     *
     * @return empty if the status change, or the project, has no such thing
     * @throws IOException if the project can't be read
     * @throws InterruptedException if the thread is interrupted while it is
     */
    public Optional<String> get(String name) throws IOException, InterruptedException {
        StatusChange change = delivery.change();
        return switch (name) {
            case "project_id" -> Optional.of(change.projectId());
            case "status" -> Optional.of(change.status());
            case "workflow_state" -> change.workflowState();
            case "connection" -> Optional.of(change.connection());
            case "event_id" -> Optional.of(change.id());
            case "received_at" -> Optional.of(change.receivedAt().toString());
            case "idempotency_key" -> Optional.of(delivery.idempotencyKey());
            default ->
                name.startsWith(FIELD)
                        ? change.field(name.substring(FIELD.length()))
                        : project().text(name.substring(PROJECT.length()));
        };
    }

    private SiteCaptureProject project() throws IOException, InterruptedException {
        SiteCaptureProject read = project;
        if (read == null) {
            read = context.siteCapture(delivery.change().connection())
                    .project(delivery.change().projectId());
            project = read;
        }
        return read;
    }
}
