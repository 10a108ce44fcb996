package io.sitehook.admin;

import io.sitehook.store.Ledger.DeliveryCounts;
import io.sitehook.store.Ledger.DeliveryDetail;
import io.sitehook.store.Ledger.EventDetail;
import io.sitehook.store.Ledger.EventRow;
import io.sitehook.store.Ledger.Run;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One event in full.
 *
 * @param body as text, the value of api_key masked; null if it is no UTF-8
 * @param bodyBase64 if it is no UTF-8
 * @param rawReason why it can't be read, or why it is parked; null if neither
 */
public record EventView(
        String id,
        String connection,
        @Nullable String project,
        @Nullable String kind,
        @Nullable String status,
        @Nullable String workflowState,
        Instant receivedAt,
        String state,
        @Nullable String reason,
        @Nullable String duplicateOf,
        @Nullable String repeatOf,
        @Nullable String repairOf,
        DeliveryCounts counts,
        @Nullable String body,
        @Nullable String bodyBase64,
        String bodySha256,
        String signature,
        String remoteAddress,
        @Nullable String contentType,
        @Nullable String userAgent,
        @Nullable String rawReason,
        List<DeliveryView> deliveries) {

    /** One delivery of the event. */
    public record DeliveryView(
            long id,
            String handler,
            boolean installed,
            String state,
            boolean head,
            int attempts,
            int failures,
            int crashes,
            Instant dueAt,
            @Nullable Instant finishedAt,
            @Nullable String discardReason,
            boolean superseded,
            List<Run> runs) {}

    static EventView of(EventDetail detail, Set<String> installed) {
        EventRow row = detail.row();
        String text = text(detail.body());
        return new EventView(
                row.id(),
                row.connection(),
                row.project(),
                row.kind(),
                row.status(),
                row.workflowState(),
                row.receivedAt(),
                row.state(),
                row.reason(),
                row.duplicateOf(),
                row.repeatOf(),
                row.repairOf(),
                row.deliveries(),
                text,
                text == null ? Base64.getEncoder().encodeToString(detail.body()) : null,
                detail.bodySha256(),
                detail.signature(),
                detail.remoteAddress(),
                detail.contentType(),
                detail.userAgent(),
                row.reason(),
                detail.deliveries().stream()
                        .map(delivery -> delivery(delivery, installed.contains(delivery.handler())))
                        .toList());
    }

    private static DeliveryView delivery(DeliveryDetail delivery, boolean installed) {
        return new DeliveryView(
                delivery.id(),
                delivery.handler(),
                installed,
                delivery.state(),
                delivery.head(),
                delivery.attempts(),
                delivery.failures(),
                delivery.crashes(),
                delivery.dueAt(),
                delivery.finishedAt(),
                delivery.discardReason(),
                delivery.state().equals("SUPERSEDED"),
                delivery.runs());
    }

    private static @Nullable String text(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
