package io.sitehook.spi.testing;

import io.sitehook.spi.StatusChange;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes a status change as Sitehook would hand it to a handler. What is not set is that of the documented example:
 * project 3057 has entered {@code Complete}, workflow state {@code COMPLETE}. What Sitehook would not read is refused.
 * For one thread.
 */
public final class StatusChangeBuilder {
    private static final int LONGEST = 200;
    private static final String API_KEY = "api_key";

    private final Map<String, JsonField> more = new LinkedHashMap<>();
    private String id = UUID.randomUUID().toString();
    private String connection = "sitecapture";
    private String projectId = "3057";
    private String status = "Complete";
    private @Nullable String workflowState = "COMPLETE";
    private String event = "status_change";
    private Instant receivedAt = TestClock.START;
    private @Nullable String repeatOf;
    private byte @Nullable [] body;
    private Map<String, String> bodyFields = Map.of();

    private StatusChangeBuilder() {}

    /**
     * Begins with the documented example and an id of its own.
     *
     * @return a new builder
     */
    public static StatusChangeBuilder statusChange() {
        return new StatusChangeBuilder();
    }

    /**
     * Sets the id of the event.
     *
     * @param newId a UUID in its usual text form; a random one by default
     * @return this builder
     * @throws IllegalArgumentException if it is no UUID
     */
    public StatusChangeBuilder id(String newId) {
        id = UUID.fromString(newId).toString();
        return this;
    }

    /**
     * Sets the connection.
     *
     * @param name its name, {@code sitecapture} by default
     * @return this builder
     */
    public StatusChangeBuilder connection(String name) {
        connection = name;
        return this;
    }

    /**
     * Sets the project.
     *
     * @param newProjectId 1 to 200 characters, {@code 3057} by default; in the body it is a number if it looks like one
     * @return this builder
     * @throws IllegalArgumentException if it is blank, too long, or has a control character in it
     */
    public StatusChangeBuilder projectId(String newProjectId) {
        projectId = filled("project_id", newProjectId);
        return this;
    }

    /**
     * Sets the display name of the status.
     *
     * @param name up to 200 characters, {@code Complete} by default; may be empty
     * @return this builder
     * @throws IllegalArgumentException if it is too long or has a control character in it
     */
    public StatusChangeBuilder status(String name) {
        status = clean("status", name);
        return this;
    }

    /**
     * Sets the workflow state.
     *
     * @param code up to 200 characters, {@code COMPLETE} by default; empty counts as none
     * @return this builder
     * @throws IllegalArgumentException if it is too long or has a control character in it
     */
    public StatusChangeBuilder workflowState(String code) {
        workflowState = clean("workflow_state", code);
        return this;
    }

    /**
     * Takes the workflow state away: the body has {@code null} for it.
     *
     * @return this builder
     */
    public StatusChangeBuilder withoutWorkflowState() {
        workflowState = null;
        return this;
    }

    /**
     * Sets the kind of event.
     *
     * @param kind 1 to 200 characters, {@code status_change} by default. Sitehook delivers no other kind
     * @return this builder
     * @throws IllegalArgumentException if it is blank, too long, or has a control character in it
     */
    public StatusChangeBuilder event(String kind) {
        event = filled("event", kind);
        return this;
    }

    /**
     * Adds a text to the body.
     *
     * @param name the field's name, none of the four that have methods of their own. The text of {@code api_key} is
     *     replaced by {@code ***}, as Sitehook does
     * @param text any text
     * @return this builder
     * @throws IllegalArgumentException if the name is one of the four
     */
    public StatusChangeBuilder field(String name, String text) {
        return add(name, JsonField.text(text));
    }

    /**
     * Adds a number, an object or anything else that is no text to the body.
     *
     * @param name the field's name, none of the four that have methods of their own
     * @param json the value as JSON, for example {@code 12.50} or {@code ["a"]}; not checked
     * @return this builder
     * @throws IllegalArgumentException if the name is one of the four
     */
    public StatusChangeBuilder jsonField(String name, String json) {
        return add(name, JsonField.json(json));
    }

    private StatusChangeBuilder add(String name, JsonField field) {
        if (named().containsKey(name)) {
            throw new IllegalArgumentException(name + " has a method of its own in this builder");
        }
        more.put(name, field);
        return this;
    }

    /**
     * Sets when it was received.
     *
     * @param instant cut to milliseconds; by default what {@link TestContext#clock()} shows at first
     * @return this builder
     */
    public StatusChangeBuilder receivedAt(Instant instant) {
        receivedAt = instant.truncatedTo(ChronoUnit.MILLIS);
        return this;
    }

    /**
     * Makes it the repetition of an earlier one.
     *
     * @param earlier the event that it repeats
     * @return this builder
     */
    public StatusChangeBuilder repeatOf(StatusChange earlier) {
        repeatOf = earlier.id();
        return this;
    }

    /**
     * Sets the bytes of the body, for example some that were captured, instead of those that this builder would make.
     * They are not looked into: set the project and the rest too.
     *
     * @param bytes the body, with {@code api_key} masked
     * @param fields what {@link StatusChange#field(String)} gives for each name; all other names are empty then
     * @return this builder
     */
    public StatusChangeBuilder body(byte[] bytes, Map<String, String> fields) {
        body = bytes.clone();
        bodyFields = Map.copyOf(fields);
        return this;
    }

    /**
     * Makes the status change.
     *
     * @return a status change; the builder may go on to make others, which have the same id unless another is set
     */
    public StatusChange build() {
        Optional<String> state = Optional.ofNullable(workflowState).filter(code -> !code.isEmpty());
        Map<String, JsonField> received = named();
        received.putAll(more);
        Map<String, JsonField> stored = new LinkedHashMap<>(received);
        stored.computeIfPresent(API_KEY, (name, value) -> JsonField.text("***"));
        Map<String, String> texts = new LinkedHashMap<>();
        stored.forEach((name, value) -> texts.put(name, value.text()));
        byte[] kept = body;
        return new BuiltChange(
                id,
                connection,
                projectId,
                status,
                state,
                receivedAt,
                kept == null ? bytes(stored) : kept.clone(),
                Sha256.hex(kept == null ? bytes(received) : kept),
                kept == null ? Map.copyOf(texts) : bodyFields,
                Optional.ofNullable(repeatOf));
    }

    private Map<String, JsonField> named() {
        Map<String, JsonField> fields = new LinkedHashMap<>();
        fields.put("project_id", JsonField.numberOrText(projectId));
        fields.put("status", JsonField.text(status));
        fields.put("workflow_state", workflowState == null ? JsonField.json("null") : JsonField.text(workflowState));
        fields.put("event", JsonField.text(event));
        return fields;
    }

    private static byte[] bytes(Map<String, JsonField> fields) {
        return JsonField.object(fields).getBytes(StandardCharsets.UTF_8);
    }

    private static String filled(String name, String text) {
        if (text.isBlank()) {
            throw refused(name, "is empty");
        }
        return clean(name, text);
    }

    private static String clean(String name, String text) {
        if (text.length() > LONGEST) {
            throw refused(name, "has " + text.length() + " characters; " + LONGEST + " are read");
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw refused(name, "has a control character in it");
        }
        return text;
    }

    private static IllegalArgumentException refused(String name, String why) {
        return new IllegalArgumentException(name + " " + why + ", so Sitehook would deliver no such status change");
    }
}
