package io.sitehook.spi;

import java.time.Instant;
import java.util.Optional;

/**
 * One status change on its way to one handler, as of one attempt. Implemented by Sitehook; immutable and safe to share
 * between threads.
 */
public interface Delivery {

    /**
     * What happened.
     *
     * @return the status change, the same for every attempt
     */
    StatusChange change();

    /**
     * Which attempt this is.
     *
     * @return 1 for the first; counts on over restarts and replays. It is counted before the handler is called, so an
     *     attempt that took the whole server down counts too
     */
    int attempt();

    /**
     * When this attempt will be interrupted.
     *
     * @return an instant on {@link HandlerContext#clock()}
     */
    Instant deadline();

    /**
     * The key by which a repeated delivery is recognised.
     *
     * @return 1 to 101 ASCII characters, made of the event's id and the handler's name; the same over all attempts and
     *     replays of this delivery, and never used for another
     */
    String idempotencyKey();

    /**
     * The place in a distributed trace that the status change was sent from. A handler that takes part in tracing takes it
     * as the parent of its own work; others have no use for it.
     *
     * @return the value of the header {@code traceparent} of W3C Trace Context in its version 00, 55 characters; empty if
     *     the sender named none, or none that is well formed. Nobody has checked whose trace it is
     */
    default Optional<String> traceparent() {
        return Optional.empty();
    }
}
