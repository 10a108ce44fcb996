package io.sitehook.spi.testing;

import io.sitehook.spi.StatusChange;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A status change of {@link StatusChangeBuilder}. */
record BuiltChange(
        String id,
        String connection,
        String projectId,
        String status,
        Optional<String> workflowState,
        Instant receivedAt,
        byte[] body,
        String bodySha256,
        Map<String, String> fields,
        Optional<String> repeatOf)
        implements StatusChange {

    @Override
    public byte[] body() {
        return body.clone();
    }

    @Override
    public Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    @Override
    public String toString() {
        return "event " + id + " (project " + projectId + ", " + workflowState.orElse("no state") + ")";
    }
}
