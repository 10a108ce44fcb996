package io.sitehook.receive;

import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParserFactory;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Replaces the value of {@code api_key} by {@code "***"} and leaves every other byte as it is. */
final class ApiKeyMask {
    static final String NAME = "api_key";

    private static final String MASK = "\"***\"";
    private static final List<Charset> CHARSETS = List.of(
            StandardCharsets.UTF_8,
            StandardCharsets.UTF_16LE,
            StandardCharsets.UTF_16BE,
            Charset.forName("UTF-32LE"),
            Charset.forName("UTF-32BE"));

    /** The name with any NULs between its letters (UTF-16), whatever quotes and signs, then the value. */
    private static final Pattern LOOSE = Pattern.compile(
            "(a\\x00*p\\x00*i\\x00*_\\x00*k\\x00*e\\x00*y[^0-9A-Za-z,}\\r\\n]*?[:=][\\x00 \\t\\r\\n]*)"
                    + "(?:\"(?:[^\"\\\\\\r\\n]|\\\\[^\\r\\n])*+\"[^,}&\\r\\n]*|[^,}&\\r\\n]*)",
            Pattern.CASE_INSENSITIVE);

    private ApiKeyMask() {}

    /** For valid JSON: masks exactly, at every depth. */
    static String inJson(String json, JsonParserFactory parsers) {
        StringBuilder masked = new StringBuilder(json.length());
        int copied = 0;
        try (JsonParser parser = parsers.createParser(new StringReader(json))) {
            while (parser.hasNext()) {
                if (parser.next() == JsonParser.Event.KEY_NAME && NAME.equals(parser.getString())) {
                    int start = valueStart(json, offset(parser));
                    skipValue(parser);
                    masked.append(json, copied, start).append(MASK);
                    copied = offset(parser);
                }
            }
        }
        return masked.append(json, copied, json.length()).toString();
    }

    /** Goes past one value, to the end of it if it is an array or an object. */
    private static void skipValue(JsonParser parser) {
        int depth = 0;
        do {
            depth += step(parser.next());
        } while (depth > 0);
    }

    private static int step(JsonParser.Event event) {
        return switch (event) {
            case START_OBJECT, START_ARRAY -> 1;
            case END_OBJECT, END_ARRAY -> -1;
            default -> 0;
        };
    }

    private static int valueStart(String json, int afterKey) {
        int at = json.indexOf(':', afterKey) + 1;
        while (" \t\r\n".indexOf(json.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }

    private static int offset(JsonParser parser) {
        return Math.toIntExact(parser.getLocation().getStreamOffset());
    }

    /** For bytes that are no JSON: masks what looks like the value, and the configured key wherever it stands. */
    static byte[] inAnything(byte[] bytes, byte @Nullable [] configured) {
        // In ISO-8859-1 each byte is one character, so what is not replaced comes out as it went in.
        Charset bytewise = StandardCharsets.ISO_8859_1;
        String text = LOOSE.matcher(new String(bytes, bytewise))
                .replaceAll(match -> Matcher.quoteReplacement(match.group(1) + MASK));
        if (configured != null && configured.length > 0) {
            String key = new String(configured, StandardCharsets.UTF_8);
            for (Charset charset : CHARSETS) {
                text = text.replace(new String(key.getBytes(charset), bytewise), "***");
            }
        }
        return text.getBytes(bytewise);
    }
}
