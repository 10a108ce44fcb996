package io.sitehook.dispatch;

import io.sitehook.spi.StatusChange;
import io.sitehook.store.Worklist.ClaimedEvent;
import jakarta.json.Json;
import jakarta.json.stream.JsonParser;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/** A status change as handlers see it. */
final class ReceivedChange implements StatusChange, Forwarded {
    private static final int BYTE_ORDER_MARK_LENGTH = 3;

    private final ClaimedEvent event;

    ReceivedChange(ClaimedEvent event) {
        this.event = event;
    }

    @Override
    public String id() {
        return event.id();
    }

    @Override
    public String connection() {
        return event.connection();
    }

    @Override
    public String projectId() {
        return event.projectId();
    }

    @Override
    public String status() {
        return event.status();
    }

    @Override
    public Optional<String> workflowState() {
        return Optional.ofNullable(event.workflowState());
    }

    @Override
    public Instant receivedAt() {
        return event.receivedAt();
    }

    @Override
    public byte[] body() {
        return event.body().clone();
    }

    @Override
    public String bodySha256() {
        return HexFormat.of().formatHex(event.bodySha256());
    }

    @Override
    public Optional<String> repeatOf() {
        return Optional.ofNullable(event.repeatOf());
    }

    @Override
    public Optional<String> hops() {
        return Optional.ofNullable(event.hops());
    }

    @Override
    public Optional<String> field(String name) {
        try (JsonParser parser = Json.createParser(bodyWithoutByteOrderMark())) {
            parser.next();
            while (parser.next() == JsonParser.Event.KEY_NAME) {
                boolean wanted = parser.getString().equals(name);
                JsonParser.Event value = parser.next();
                if (wanted) {
                    return Optional.of(text(parser, value));
                }
                skip(parser, value);
            }
            return Optional.empty();
        }
    }

    private ByteArrayInputStream bodyWithoutByteOrderMark() {
        byte[] body = event.body();
        boolean marked = new String(body, 0, Math.min(body.length, BYTE_ORDER_MARK_LENGTH), StandardCharsets.UTF_8)
                .equals("\uFEFF");
        int from = marked ? BYTE_ORDER_MARK_LENGTH : 0;
        return new ByteArrayInputStream(body, from, body.length - from);
    }

    private static String text(JsonParser parser, JsonParser.Event value) {
        return switch (value) {
            case VALUE_STRING, VALUE_NUMBER -> parser.getString();
            default -> parser.getValue().toString();
        };
    }

    private static void skip(JsonParser parser, JsonParser.Event value) {
        if (value == JsonParser.Event.START_OBJECT) {
            parser.skipObject();
        } else if (value == JsonParser.Event.START_ARRAY) {
            parser.skipArray();
        }
    }
}
