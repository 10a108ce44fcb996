package io.sitehook.receive;

import io.sitehook.receive.JsonFields.Field;
import io.sitehook.receive.JsonFields.Kind;
import io.sitehook.store.Incoming;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Picks the four fields out of a JSON object and judges each. */
final class StatusChangeFields {
    private static final int LONGEST = 200;

    private StatusChangeFields() {}

    static Incoming.Parsed parsed(Map<String, Field> fields) throws UnreadableException {
        String projectId = projectId(fields.get("project_id"));
        String event = event(fields.get("event"));
        String status = textOrNull("status", fields.get("status"));
        String workflowState = textOrNull("workflow_state", fields.get("workflow_state"));
        return new Incoming.Parsed(
                projectId,
                event,
                status == null ? "" : status,
                workflowState == null || workflowState.isEmpty() ? null : workflowState);
    }

    private static String projectId(@Nullable Field field) throws UnreadableException {
        if (field == null) {
            throw UnreadableException.wrongContent("project_id is missing");
        }
        if (field.kind() != Kind.NUMBER && field.kind() != Kind.TEXT) {
            throw wrongKind("project_id", "a number or text", field);
        }
        return filled("project_id", field.text());
    }

    private static String event(@Nullable Field field) throws UnreadableException {
        if (field == null) {
            throw UnreadableException.wrongContent("event is missing");
        }
        if (field.kind() != Kind.TEXT) {
            throw wrongKind("event", "text", field);
        }
        return filled("event", field.text());
    }

    private static @Nullable String textOrNull(String name, @Nullable Field field) throws UnreadableException {
        if (field == null || field.kind() == Kind.NULL) {
            return null;
        }
        if (field.kind() != Kind.TEXT) {
            throw wrongKind(name, "text or null", field);
        }
        return clean(name, field.text());
    }

    private static String filled(String name, String text) throws UnreadableException {
        if (text.isBlank()) {
            throw UnreadableException.wrongContent(name + " is empty");
        }
        return clean(name, text);
    }

    private static String clean(String name, String text) throws UnreadableException {
        if (text.length() > LONGEST) {
            throw UnreadableException.wrongContent(
                    name + " has " + text.length() + " characters; " + LONGEST + " are read");
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw UnreadableException.wrongContent(name + " has a control character in it");
        }
        return text;
    }

    private static UnreadableException wrongKind(String name, String wanted, Field field) {
        return UnreadableException.wrongContent(
                name + " must be " + wanted + ", and is " + field.kind().words());
    }
}
