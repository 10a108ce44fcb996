package io.sitehook.builtin.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sitehook.spi.Delivery;
import io.sitehook.spi.StatusChange;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/** A status change as a record of Kafka, in the form of CloudEvents 1.0. Immutable. */
final class CloudEvent {
    static final String TYPE = "io.sitehook.status_change";

    private static final String JSON = "application/json";
    private static final String STRUCTURED = "application/cloudevents+json";
    private static final String HEADER_PREFIX = "ce_";
    private static final String CONTENT_TYPE = "content-type";

    private final String topic;
    private final boolean structured;
    private final String source;

    /**
     * @param structured the whole event is the record's value; otherwise its attributes are headers
     * @param source the attribute {@code source}, with {@code {connection}} for the connection's name
     */
    CloudEvent(String topic, boolean structured, String source) {
        this.topic = topic;
        this.structured = structured;
        this.source = source;
    }

    /**
     * The record of a delivery, the same for every attempt. Its key is the project. It has no time of its own, since brokers
     * delete by that: an event that comes late would be gone at once.
     */
    ProducerRecord<byte[], byte[]> of(Delivery delivery) {
        StatusChange change = delivery.change();
        Map<String, String> attributes = attributes(delivery);
        byte[] value = structured ? structured(attributes, change.body()) : change.body();
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic, change.projectId().getBytes(UTF_8), value);
        Headers headers = record.headers();
        if (structured) {
            headers.add(CONTENT_TYPE, STRUCTURED.getBytes(UTF_8));
        } else {
            attributes.forEach((name, text) -> headers.add(HEADER_PREFIX + name, text.getBytes(UTF_8)));
            headers.add(CONTENT_TYPE, JSON.getBytes(UTF_8));
        }
        return record;
    }

    private Map<String, String> attributes(Delivery delivery) {
        StatusChange change = delivery.change();
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("specversion", "1.0");
        attributes.put("id", change.id());
        attributes.put("source", source.replace(KafkaOptions.CONNECTION, change.connection()));
        attributes.put("type", TYPE);
        attributes.put("subject", change.projectId());
        attributes.put("time", change.receivedAt().toString());
        delivery.traceparent().ifPresent(trace -> attributes.put("traceparent", trace));
        return attributes;
    }

    /** The body goes in as it stands: read and written again, a number could look different. */
    private static byte[] structured(Map<String, String> attributes, byte[] body) {
        JsonObjectBuilder object = Json.createObjectBuilder();
        attributes.forEach(object::add);
        object.add("datacontenttype", JSON);
        if (!isJson(body)) {
            object.add("data_base64", Base64.getEncoder().encodeToString(body));
            return object.build().toString().getBytes(UTF_8);
        }
        byte[] head = object.build().toString().getBytes(UTF_8);
        byte[] data = ",\"data\":".getBytes(UTF_8);
        return ByteBuffer.allocate(head.length + data.length + body.length)
                .put(head, 0, head.length - 1)
                .put(data)
                .put(body)
                .put((byte) '}')
                .array();
    }

    private static boolean isJson(byte[] body) {
        try (JsonReader reader = Json.createReader(new StringReader(
                UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString()))) {
            reader.readValue();
            return true;
        } catch (CharacterCodingException | JsonException e) {
            return false;
        }
    }
}
