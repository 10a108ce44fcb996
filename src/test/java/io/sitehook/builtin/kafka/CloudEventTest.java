package io.sitehook.builtin.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sitehook.spi.Delivery;
import io.sitehook.spi.StatusChange;
import io.sitehook.spi.testing.DeliveryBuilder;
import io.sitehook.spi.testing.StatusChangeBuilder;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** Status changes as records. */
class CloudEventTest {
    private static final byte[] BODY =
            "{\"project_id\": \"p ä\", \"n\": 1.00e2, \"event\": \"status_change\"}".getBytes(UTF_8);

    private final StatusChange change = StatusChangeBuilder.statusChange()
            .projectId("p ä")
            .connection("north")
            .receivedAt(Instant.parse("2026-11-24T10:00:00.120Z"))
            .body(BODY, Map.of("event", "status_change"))
            .build();

    @Test
    void binaryModeHasTheAttributesAsHeadersAndTheBodyAsItStands() {
        ProducerRecord<byte[], byte[]> record =
                new CloudEvent("events", false, "/webhooks/{connection}").of(delivery(change));
        assertThat(record.topic()).isEqualTo("events");
        assertThat(new String(record.key(), UTF_8)).isEqualTo("p ä");
        assertThat(record.value()).isEqualTo(BODY);
        assertThat(record.partition()).isNull();
        assertThat(record.timestamp()).isNull();
        assertThat(headers(record))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "ce_specversion",
                        "1.0",
                        "ce_id",
                        change.id(),
                        "ce_source",
                        "/webhooks/north",
                        "ce_type",
                        "io.sitehook.status_change",
                        "ce_subject",
                        "p ä",
                        "ce_time",
                        "2026-11-24T10:00:00.120Z",
                        "content-type",
                        "application/json"));
    }

    @Test
    void structuredModeHasTheBodyWithinTheEvent() {
        ProducerRecord<byte[], byte[]> record = new CloudEvent("events", true, "urn:x").of(delivery(change));
        assertThat(headers(record)).containsExactly(Map.entry("content-type", "application/cloudevents+json"));
        JsonObject event = json(record.value());
        assertThat(event.keySet())
                .containsExactly("specversion", "id", "source", "type", "subject", "time", "datacontenttype", "data");
        assertThat(event.getString("source")).isEqualTo("urn:x");
        assertThat(event.getString("subject")).isEqualTo("p ä");
        assertThat(event.getString("datacontenttype")).isEqualTo("application/json");
        assertThat(event.get("data")).isEqualTo(json(BODY));
        assertThat(new String(record.value(), UTF_8)).contains("1.00e2");
    }

    @Test
    void thePlaceInATraceGoesAlong() {
        String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        Delivery traced =
                DeliveryBuilder.deliveryOf(change, "log").traceparent(trace).build();
        assertThat(headers(new CloudEvent("events", false, "urn:x").of(traced))).containsEntry("ce_traceparent", trace);
    }

    @Test
    void whatIsNoJsonGoesInAsBase64() {
        byte[] body = {'{', (byte) 0xff, '}'};
        StatusChange odd = StatusChangeBuilder.statusChange()
                .body(body, Map.of("event", "status_change"))
                .build();
        JsonObject event =
                json(new CloudEvent("events", true, "urn:x").of(delivery(odd)).value());
        assertThat(event.containsKey("data")).isFalse();
        assertThat(event.getString("data_base64")).isEqualTo(Base64.getEncoder().encodeToString(body));
    }

    private static Delivery delivery(StatusChange of) {
        return DeliveryBuilder.deliveryOf(of, "log").build();
    }

    private static JsonObject json(byte[] bytes) {
        return Json.createReader(new ByteArrayInputStream(bytes)).readObject();
    }

    private static Map<String, String> headers(ProducerRecord<byte[], byte[]> record) {
        Map<String, String> headers = new LinkedHashMap<>();
        record.headers().forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));
        return headers;
    }
}
