package io.sitehook.relay;

import jakarta.json.Json;
import jakarta.json.stream.JsonParser;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body that SiteCapture documents: five fields in this order, no blanks between them, UTF-8.
 *
 * @param projectId the project as JSON: the digits of a number as they are to be sent, or a text in quotes
 * @param status the display name as JSON, a text in quotes or {@code null}; left out if null
 * @param workflowState the code as JSON, a text in quotes or {@code null}; left out if null
 * @param apiKey the key, plain; left out if null
 * @param event the kind of event, plain
 */
public record StatusChangeBody(
        String projectId,
        @Nullable String status,
        @Nullable String workflowState,
        @Nullable String apiKey,
        String event) {

    /** JSON's null. */
    public static final String NULL = "null";

    private static final String BYTE_ORDER_MARK = "\ufeff";

    /**
     * A text as JSON.
     *
     * @param text any text
     * @return the text in quotes, escaped
     */
    public static String json(String text) {
        return Json.createValue(text).toString();
    }

    /**
     * What a stored body says, for sending on: each value in its original JSON type, a number with its exact digits.
     * Fields that SiteCapture does not document stay behind, and so does the received {@code api_key}.
     *
     * @param received a body that was read as a status change before
     * @param apiKey the key to send instead, null for none
     * @throws IllegalArgumentException if it has no project or event
     */
    static StatusChangeBody of(byte[] received, @Nullable String apiKey) {
        Map<String, String> fields = fields(received);
        String projectId = fields.get("project_id");
        String event = fields.get("event");
        if (projectId == null || event == null) {
            throw new IllegalArgumentException("the stored body has no project_id or no event");
        }
        return new StatusChangeBody(
                projectId, fields.get("status"), fields.get("workflow_state"), apiKey, unquoted(event));
    }

    private static Map<String, String> fields(byte[] received) {
        String text = new String(received, StandardCharsets.UTF_8);
        String json = text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text;
        Map<String, String> fields = new HashMap<>();
        try (JsonParser parser = Json.createParser(new StringReader(json))) {
            parser.next();
            while (parser.next() == JsonParser.Event.KEY_NAME) {
                String name = parser.getString();
                switch (parser.next()) {
                    case VALUE_STRING -> fields.put(name, json(parser.getString()));
                    case VALUE_NUMBER -> fields.put(name, parser.getString());
                    case VALUE_NULL -> fields.put(name, NULL);
                    case START_OBJECT -> parser.skipObject();
                    case START_ARRAY -> parser.skipArray();
                    default -> {} // true and false stand in no field that is sent on
                }
            }
        }
        return fields;
    }

    private static String unquoted(String json) {
        try (JsonParser parser = Json.createParser(new StringReader("[" + json + "]"))) {
            parser.next();
            parser.next();
            return parser.getString();
        }
    }

    /** The bytes to sign and send. */
    public byte[] bytes() {
        StringBuilder body = new StringBuilder("{\"project_id\":").append(projectId);
        if (status != null) {
            body.append(",\"status\":").append(status);
        }
        if (workflowState != null) {
            body.append(",\"workflow_state\":").append(workflowState);
        }
        if (apiKey != null) {
            body.append(",\"api_key\":").append(json(apiKey));
        }
        return body.append(",\"event\":")
                .append(json(event))
                .append('}')
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The project and the state; never the key. */
    @Override
    public String toString() {
        return "StatusChangeBody[" + projectId + ", " + workflowState + "]";
    }
}
