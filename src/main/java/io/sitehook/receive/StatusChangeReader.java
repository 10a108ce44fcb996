package io.sitehook.receive;

import io.sitehook.receive.JsonFields.Field;
import io.sitehook.receive.JsonFields.Kind;
import io.sitehook.store.Incoming;
import jakarta.json.JsonException;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonLocation;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParserFactory;
import jakarta.json.stream.JsonParsingException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a verified body: strict UTF-8, strict JSON, one object with {@code project_id} and {@code event}. Whatever else
 * stands in it is left alone. Thread-safe.
 */
public final class StatusChangeReader {
    private static final int LONGEST_REASON = 200;
    private static final String BYTE_ORDER_MARK = "\ufeff";

    private final JsonParserFactory parsers =
            JsonProvider.provider().createParserFactory(Map.of("org.eclipse.parsson.maxDepth", JsonFields.DEEPEST + 2));

    /**
     * Reads one body. No input makes it throw.
     *
     * @param body the bytes as received
     * @param configuredApiKey the key that must not be stored even from a body that is no JSON, null if none is set
     * @return what it says, or why it can't be read
     */
    public StatusChangeReading read(byte[] body, byte @Nullable [] configuredApiKey) {
        String text;
        try {
            text = StrictUtf8.decode(body);
        } catch (UnreadableException e) {
            return unreadable(e, ApiKeyMask.inAnything(body, configuredApiKey), configuredApiKey);
        }
        // The mark stays in front of the stored bytes; JSON begins behind it.
        String mark = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : "";
        String json = text.substring(mark.length());
        try {
            Map<String, Field> fields = fields(json);
            Incoming.Parsed content = StatusChangeFields.parsed(fields);
            Field apiKey = fields.get(ApiKeyMask.NAME);
            byte[] stored = mayHoldApiKey(json) ? masked(mark, json) : body;
            return new StatusChangeReading(content, stored, apiKey == null ? null : characters(apiKey));
        } catch (UnreadableException e) {
            byte[] stored = e.isJson() ? masked(mark, json) : ApiKeyMask.inAnything(body, configuredApiKey);
            return unreadable(e, stored, configuredApiKey);
        }
    }

    /** Its name may also be written with escapes. */
    private static boolean mayHoldApiKey(String json) {
        return json.contains(ApiKeyMask.NAME) || json.contains("\\u");
    }

    private byte[] masked(String mark, String json) {
        return (mark + ApiKeyMask.inJson(json, parsers)).getBytes(StandardCharsets.UTF_8);
    }

    private static @Nullable String characters(Field apiKey) {
        return apiKey.kind() == Kind.TEXT || apiKey.kind() == Kind.NUMBER ? apiKey.text() : null;
    }

    private Map<String, Field> fields(String json) throws UnreadableException {
        if (json.isEmpty()) {
            throw UnreadableException.notJson("the body is empty");
        }
        if (json.isBlank()) {
            throw UnreadableException.notJson("the body is blank");
        }
        try (JsonParser parser = parsers.createParser(new StringReader(json))) {
            return JsonFields.read(parser);
        } catch (JsonParsingException e) {
            String quotes = TypographicQuotes.in(json);
            throw UnreadableException.notJson(quotes == null ? notValid(e.getLocation(), json) : quotes);
        } catch (JsonException e) {
            throw UnreadableException.notJson("not valid JSON");
        }
    }

    private static String notValid(JsonLocation location, String json) {
        long offset = location.getStreamOffset();
        return offset < 0 || offset >= json.length()
                ? "not valid JSON: it ends too early"
                : "not valid JSON: the error is at line " + location.getLineNumber() + ", column "
                        + location.getColumnNumber();
    }

    private static StatusChangeReading unreadable(
            UnreadableException error, byte[] stored, byte @Nullable [] configuredApiKey) {
        String reason = error.reason();
        if (configuredApiKey != null && configuredApiKey.length > 0) {
            reason = reason.replace(new String(configuredApiKey, StandardCharsets.UTF_8), "***");
        }
        return new StatusChangeReading(new Incoming.Unreadable(LogText.of(reason, LONGEST_REASON)), stored, null);
    }
}
