package io.sitehook.relay;

import java.time.Duration;
import java.util.Optional;

/** What became of one attempt to send a status change on. */
public sealed interface Sending {

    /** The target has it, or needs it no more. */
    record Done(String note) implements Sending {}

    /**
     * It failed for now.
     *
     * @param after how long to wait, empty: as the retry schedule says
     * @param counts whether it counts towards the limit of attempts
     */
    record Failed(String reason, Optional<Duration> after, boolean counts) implements Sending {}

    /** It can never be sent. */
    record Refused(String reason) implements Sending {}

    /** The target wants nothing more of this subscription, ever; the status change waits. */
    record Gone(String reason) implements Sending {}
}
