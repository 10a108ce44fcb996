package io.sitehook.handle;

import io.sitehook.spi.Delivery;
import io.sitehook.spi.StatusChange;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/** A delivery of a COMPLETE, as far as the tests of this package look at it. */
record TestDelivery(String projectId, String status, String idempotencyKey, String text)
        implements Delivery, StatusChange {

    static TestDelivery of(String projectId) {
        return new TestDelivery(projectId, "Complete", "key-1", "{\"project_id\": 1}");
    }

    TestDelivery withKey(String key) {
        return new TestDelivery(projectId, status, key, text);
    }

    TestDelivery withStatus(String name) {
        return new TestDelivery(projectId, name, idempotencyKey, text);
    }

    @Override
    public StatusChange change() {
        return this;
    }

    @Override
    public int attempt() {
        return 2;
    }

    @Override
    public Instant deadline() {
        return Instant.EPOCH.plusSeconds(30);
    }

    @Override
    public String id() {
        return "01930000-0000-7000-8000-000000000001";
    }

    @Override
    public String connection() {
        return "sitecapture";
    }

    @Override
    public Optional<String> workflowState() {
        return Optional.of("COMPLETE");
    }

    @Override
    public Instant receivedAt() {
        return Instant.EPOCH;
    }

    @Override
    public byte[] body() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String bodySha256() {
        return "0".repeat(64);
    }

    @Override
    public Optional<String> field(String name) {
        return Optional.empty();
    }

    @Override
    public Optional<String> repeatOf() {
        return Optional.empty();
    }
}
