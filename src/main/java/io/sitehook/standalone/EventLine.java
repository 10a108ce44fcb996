package io.sitehook.standalone;

import io.sitehook.receive.BodyLimits;
import io.sitehook.receive.StatusChangeReader;
import io.sitehook.receive.StatusChangeReading;
import io.sitehook.spi.StatusChange;
import io.sitehook.spi.testing.StatusChangeBuilder;
import io.sitehook.store.Incoming;
import jakarta.json.Json;
import jakarta.json.stream.JsonParser;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A line of a file of webhook bodies, read as the webhook reads a body.
 *
 * @param change what it says, null if it can't be read
 * @param problem why it can't be read, else empty
 */
record EventLine(@Nullable StatusChange change, String problem) {
    private static final String BYTE_ORDER_MARK = "\ufeff";
    private static final StatusChangeReader READER = new StatusChangeReader();

    static EventLine read(byte[] line) {
        if (line.length > BodyLimits.DEFAULT.bytes()) {
            return new EventLine(null, "it has " + line.length + " bytes; " + BodyLimits.DEFAULT.bytes() + " are read");
        }
        StatusChangeReading reading = READER.read(line, null);
        if (reading.content() instanceof Incoming.Parsed parsed) {
            return new EventLine(change(parsed, reading.maskedBody()), "");
        }
        return new EventLine(
                null, reading.content() instanceof Incoming.Unreadable unreadable ? unreadable.reason() : "unreadable");
    }

    private static StatusChange change(Incoming.Parsed parsed, byte[] body) {
        String state = parsed.workflowState();
        return StatusChangeBuilder.statusChange()
                .projectId(parsed.projectId())
                .event(parsed.event())
                .status(parsed.status())
                .workflowState(state == null ? "" : state)
                .receivedAt(Instant.now())
                .body(body, fields(body))
                .build();
    }

    /** The texts and, of all else, the JSON; as {@link StatusChange#field(String)} gives them. */
    private static Map<String, String> fields(byte[] body) {
        String json = new String(body, StandardCharsets.UTF_8);
        Map<String, String> fields = new HashMap<>();
        try (JsonParser parser =
                Json.createParser(new StringReader(json.startsWith(BYTE_ORDER_MARK) ? json.substring(1) : json))) {
            parser.next();
            while (parser.next() == JsonParser.Event.KEY_NAME) {
                String name = parser.getString();
                fields.put(
                        name,
                        switch (parser.next()) {
                            case VALUE_STRING, VALUE_NUMBER -> parser.getString();
                            default -> parser.getValue().toString();
                        });
            }
        }
        return fields;
    }
}
