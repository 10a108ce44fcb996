package io.sitehook.receive;

import io.sitehook.spi.WorkflowStates;
import io.sitehook.verify.HmacVerifier;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What receiving needs to know of one connection.
 *
 * @param connection the connection's name, the last part of its URL
 * @param verifier knows its secrets; null if none is set: then every post is answered 503
 * @param apiKey the UTF-8 bytes that {@code api_key} in the body must have; null if it is not checked
 * @param selected the workflow states it selects; others are recorded and not delivered
 * @param duplicateWindow how young an equal latest event must be for a post to be its duplicate; zero: never
 * @param unreadableAnswer the HTTP status for a signed body that can't be read: 200 or 400
 */
public record Endpoint(
        String connection,
        @Nullable HmacVerifier verifier,
        byte @Nullable [] apiKey,
        WorkflowStates selected,
        Duration duplicateWindow,
        int unreadableAnswer) {}
