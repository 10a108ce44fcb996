package io.sitehook.admin;

import io.sitehook.store.Ledger.DeliveryCounts;
import io.sitehook.store.Ledger.DeliveryDetail;
import io.sitehook.store.Ledger.EventDetail;
import io.sitehook.store.Ledger.EventRow;
import io.sitehook.store.Ledger.Run;
import io.sitehook.store.Purge;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One event in full.
 *
 * @param body as text, the value of api_key masked; null if it is no UTF-8
 * @param bodyBase64 if it is no UTF-8
 * @param traceparent its place in a distributed trace, by W3C Trace Context; null if it is in none
 * @param keptAs what it is to retention: {@code open} while it is on its way, {@code finished}, {@code dead} or {@code parked}
 * @param keptUntil when its age lets retention take it out; null if never, or while it is on its way
 * @param keptMost how many events its connection keeps, about: of more the oldest finished ones go sooner; 0: any number
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
        @Nullable String traceparent,
        @Nullable String rawReason,
        String keptAs,
        @Nullable Instant keptUntil,
        long keptMost,
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

    static EventView of(EventDetail detail, Set<String> installed, Purge.Rules retention) {
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
                detail.traceparent(),
                row.reason(),
                kind(row).name().toLowerCase(Locale.ROOT),
                keptUntil(detail, retention),
                retention.of(row.connection()).count(),
                detail.deliveries().stream()
                        .map(delivery -> delivery(delivery, installed.contains(delivery.handler())))
                        .toList());
    }

    private static @Nullable Instant keptUntil(EventDetail detail, Purge.Rules retention) {
        EventRow row = detail.row();
        Instant since = detail.deliveries().stream()
                .map(DeliveryDetail::finishedAt)
                .filter(Objects::nonNull)
                .reduce(row.receivedAt(), (one, other) -> one.isAfter(other) ? one : other);
        return retention.of(row.connection()).keptUntil(kind(row), since).orElse(null);
    }

    private static Purge.Kind kind(EventRow row) {
        return Purge.Kind.of(
                row.state(), row.deliveries().open() > 0, row.deliveries().dead() > 0);
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
