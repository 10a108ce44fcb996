package io.sitehook.spi.testing;

import io.sitehook.spi.Delivery;
import io.sitehook.spi.HandlerContext;
import io.sitehook.spi.StatusChange;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Makes a delivery of a status change. {@link HandlerRun#delivery(StatusChange)} begins one that fits the handler and
 * its clock. For one thread.
 */
public final class DeliveryBuilder {
    /** What {@code sitehook.delivery.deadline} is if nobody sets it. */
    static final Duration USUAL_DEADLINE = Duration.ofSeconds(30);

    private final StatusChange change;
    private final String handler;
    private int attempt = 1;
    private Instant deadline;
    private Optional<String> traceparent = Optional.empty();

    DeliveryBuilder(StatusChange change, String handler, Instant deadline) {
        this.change = change;
        this.handler = handler;
        this.deadline = deadline;
    }

    /**
     * Begins the first attempt to deliver a status change, with 30 seconds to go from the instant at which it was
     * received.
     *
     * @param change what to deliver
     * @param handler the name of the handler, which becomes part of the idempotency key
     * @return a new builder
     */
    public static DeliveryBuilder deliveryOf(StatusChange change, String handler) {
        return new DeliveryBuilder(change, handler, change.receivedAt().plus(USUAL_DEADLINE));
    }

    /**
     * Sets which attempt it is.
     *
     * @param number 1 or more, 1 by default
     * @return this builder
     * @throws IllegalArgumentException if it is less
     */
    public DeliveryBuilder attempt(int number) {
        if (number < 1) {
            throw new IllegalArgumentException("attempts count from 1; got " + number);
        }
        attempt = number;
        return this;
    }

    /**
     * Sets when the attempt is interrupted.
     *
     * @param instant on {@link HandlerContext#clock()}. From what that clock shows when the attempt begins,
     *     {@link HandlerRun} takes how long it may run
     * @return this builder
     */
    public DeliveryBuilder deadline(Instant instant) {
        deadline = instant;
        return this;
    }

    /**
     * Sets the trace that it comes from.
     *
     * @param header the value of a header {@code traceparent}; none by default
     * @return this builder
     */
    public DeliveryBuilder traceparent(String header) {
        traceparent = Optional.of(header);
        return this;
    }

    /**
     * Makes the delivery.
     *
     * @return a delivery, whose idempotency key is that of the status change and the handler
     */
    public Delivery build() {
        return new BuiltDelivery(change, attempt, deadline, change.id() + "." + handler, traceparent);
    }

    /** A delivery of this builder. */
    private record BuiltDelivery(
            StatusChange change, int attempt, Instant deadline, String idempotencyKey, Optional<String> traceparent)
            implements Delivery {}
}
