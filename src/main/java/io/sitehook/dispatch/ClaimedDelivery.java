package io.sitehook.dispatch;

import io.sitehook.spi.Delivery;
import io.sitehook.spi.StatusChange;
import io.sitehook.store.Worklist.Claimed;
import java.time.Instant;
import java.util.Optional;

/** A claimed delivery as its handler sees it. */
record ClaimedDelivery(
        StatusChange change, int attempt, Instant deadline, String idempotencyKey, Optional<String> traceparent)
        implements Delivery {

    static ClaimedDelivery of(Claimed claimed, Instant deadline) {
        return new ClaimedDelivery(
                new ReceivedChange(claimed.event()),
                claimed.attempt(),
                deadline,
                claimed.event().id() + "." + claimed.handler(),
                Optional.ofNullable(claimed.event().traceparent()));
    }
}
