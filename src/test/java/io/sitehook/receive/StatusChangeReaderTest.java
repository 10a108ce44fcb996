package io.sitehook.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitehook.store.Incoming;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusChangeReaderTest {
    private static final String GOOD =
            "{\"project_id\": 3057, \"status\": \"Complete\", \"workflow_state\": \"COMPLETE\","
                    + " \"event\": \"status_change\"}";

    private final StatusChangeReader reader = new StatusChangeReader();

    @Test
    void readsTheDocumentedBody() {
        assertThat(parsed(GOOD)).isEqualTo(new Incoming.Parsed("3057", "status_change", "Complete", "COMPLETE"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"3057", "1e3", "1E+3", "-0", "1.0", "1.50", "123456789012345678901234567890", "1e400", "-1e-9"})
    void keepsTheCharactersOfANumber(String number) {
        assertThat(parsed(body(number)).projectId()).isEqualTo(number);
    }

    @Test
    void keepsTextAsItIs() {
        assertThat(parsed(body("\" A-17\\u00e9 \"")).projectId()).isEqualTo(" A-17é ");
        assertThat(parsed(body("\"" + "x".repeat(200) + "\"")).projectId()).hasSize(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"workflow_state\":null", ",\"workflow_state\":\"\""})
    void takesNoStateInEachWay(String state) {
        Incoming.Parsed parsed = parsed("{\"project_id\":1,\"event\":\"e\"" + state + "}");
        assertThat(parsed.workflowState()).isNull();
        assertThat(parsed.status()).isEmpty();
    }

    @Test
    void toleratesAByteOrderMarkUnknownKeysAndAnyOrder() {
        assertThat(parsed("\ufeff" + GOOD).projectId()).isEqualTo("3057");
        StringBuilder many = new StringBuilder("{\"event\":\"e\"");
        for (int extra = 0; extra < 100; extra++) {
            many.append(",\"extra").append(extra).append("\":{\"deep\":[1,\"\u2028\",null]}");
        }
        assertThat(parsed(many + ",\"project_id\":\"7\"}").projectId()).isEqualTo("7");
        assertThat(parsed(many + ",\"project_id\":\"7\"}").event()).isEqualTo("e");
    }

    @Test
    void saysInWordsWhatIsWrong() {
        assertThat(reason("")).isEqualTo("the body is empty");
        assertThat(reason(" \r\n")).isEqualTo("the body is blank");
        assertThat(reason("[]")).isEqualTo("not a JSON object but an array");
        assertThat(reason("null")).isEqualTo("not a JSON object but null");
        assertThat(reason("7")).isEqualTo("not a JSON object but a number");
        assertThat(reason("{}")).isEqualTo("project_id is missing");
        assertThat(reason("{\"project_id\":1}")).isEqualTo("event is missing");
        assertThat(reason(body("null"))).isEqualTo("project_id must be a number or text, and is null");
        assertThat(reason(body("{}"))).isEqualTo("project_id must be a number or text, and is an object");
        assertThat(reason(body("\"\""))).isEqualTo("project_id is empty");
        assertThat(reason(body("\"a\\u0000\""))).isEqualTo("project_id has a control character in it");
        assertThat(reason(body("\"" + "x".repeat(201) + "\"")))
                .isEqualTo("project_id has 201 characters; 200 are read");
        assertThat(reason(body("1".repeat(400)))).isEqualTo("a number of 400 characters; 256 are read");
        assertThat(reason("{\"x\":" + "1".repeat(257) + "," + body("1").substring(1)))
                .isEqualTo("a number of 257 characters; 256 are read");
        assertThat(reason("{\"project_id\":1,\"event\":\"e\",\"workflow_state\":7}"))
                .isEqualTo("workflow_state must be text or null, and is a number");
        assertThat(reason("{\"project_id\":1,\"event\":\"e\",\"status\":[]}"))
                .isEqualTo("status must be text or null, and is an array");
        assertThat(reason(GOOD + "x")).startsWith("not valid JSON: the error is at line 1, column ");
        assertThat(reason(GOOD + GOOD)).startsWith("not valid JSON");
        assertThat(reason(GOOD.substring(0, 40))).startsWith("not valid JSON: it ends too early");
        assertThat(reason("[".repeat(10_000))).isEqualTo("nested deeper than 64 levels");
        assertThat(reason(body("\"\\ud800\""))).isEqualTo("half of a surrogate pair in a text: no valid Unicode");
    }

    @Test
    void namesTypographicQuotes() {
        String pasted = GOOD.replace("\"event\"", "\"api_key\": \u201cyour_api_key\u201d, \"event\"");
        assertThat(reason(pasted))
                .isEqualTo("typographic quotes (“ ”) instead of straight ones around the value of api_key:"
                        + " the example in the sender's help article has them");
        assertThat(reason("{\u201cproject_id\u201d: 1}")).contains("around a key or a value");
        assertThat(parsed(GOOD.replace("Complete", "\u201cComplete\u201d")).status())
                .as("inside straight ones they are text")
                .isEqualTo("\u201cComplete\u201d");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"event\":\"e\",\"project_id\":1,\"project_id\":2}",
                "{\"event\":\"e\",\"project_id\":1,\"project\\u005fid\":2}",
                "{\"event\":\"e\",\"project_id\":1,\"\u00e9\":1,\"e\u0301\":2}",
                "{\"event\":\"e\",\"project_id\":1,\"x\":{\"y\":[{\"z\":1,\"z\":1}]}}",
                "{\"event\":\"e\",\"project_id\":1,\"api_key\":\"a\",\"api_key\":\"b\"}",
            })
    void refusesKeysThatStandTwice(String body) {
        assertThat(reason(body)).endsWith("stands twice in one object");
        assertThat(new String(read(body).maskedBody(), StandardCharsets.UTF_8)).doesNotContain("\"a\"", "\"b\"");
    }

    @Test
    void takesTheSameKeyInDifferentObjects() {
        assertThat(parsed("{\"event\":\"e\",\"project_id\":1,\"a\":{\"event\":1},\"b\":{\"event\":2}}")
                        .event())
                .isEqualTo("e");
    }

    @Test
    void readsUtf8Only() {
        for (String charset : List.of("UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE")) {
            assertThat(content(GOOD.getBytes(Charset.forName(charset))))
                    .as(charset)
                    .isInstanceOf(Incoming.Unreadable.class);
        }
        assertThat(content(GOOD.replace("Complete", "Fertig \u00e4").getBytes(StandardCharsets.ISO_8859_1)))
                .isInstanceOfSatisfying(
                        Incoming.Unreadable.class,
                        unreadable -> assertThat(unreadable.reason()).startsWith("not UTF-8: byte "));
        byte[] overlong = GOOD.replace("Complete", "XX").getBytes(StandardCharsets.UTF_8);
        int at = GOOD.indexOf("Complete");
        overlong[at] = (byte) 0xc0;
        overlong[at + 1] = (byte) 0xaf;
        assertThat(content(overlong)).isInstanceOf(Incoming.Unreadable.class);
        byte[] surrogate = GOOD.replace("Complete", "XXX").getBytes(StandardCharsets.UTF_8);
        surrogate[at] = (byte) 0xed;
        surrogate[at + 1] = (byte) 0xa0;
        surrogate[at + 2] = (byte) 0x80;
        assertThat(content(surrogate)).isInstanceOf(Incoming.Unreadable.class);
        assertThat(content(GOOD.replace("Complete", "\ud83d\ude00 \u00e4").getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(Incoming.Parsed.class);
    }

    /** Each of five keys with each of eighteen values, alone and in pairs: nothing throws, reasons stay short. */
    @Test
    void standsEveryCombinationOfKeysAndTypes() {
        List<String> values = new ArrayList<>(List.of(
                "",
                "null",
                "true",
                "false",
                "\"\"",
                "\" \"",
                "\"x\"",
                "0",
                "-0",
                "1e400",
                "1".repeat(30),
                "1".repeat(300),
                "[]",
                "[[{}]]",
                "{}",
                "{\"a\":null}",
                "\"\\u0000\"",
                "\"" + "x".repeat(60_000) + "\""));
        List<String> keys = List.of("project_id", "status", "workflow_state", "api_key", "event");
        int combinations = 0;
        for (String one : keys) {
            for (String other : keys) {
                for (String value : values) {
                    for (String otherValue : one.equals(other) ? List.of("") : values) {
                        combinations++;
                        StatusChangeReading reading =
                                reader.read(utf8(object(keys, one, value, other, otherValue)), null);
                        if (reading.content() instanceof Incoming.Unreadable unreadable) {
                            assertThat(unreadable.reason()).isNotBlank().hasSizeLessThanOrEqualTo(200);
                        } else {
                            Incoming.Parsed parsed = (Incoming.Parsed) reading.content();
                            assertThat(parsed.projectId()).isNotBlank().hasSizeLessThanOrEqualTo(200);
                            assertThat(parsed.event()).isNotBlank().hasSizeLessThanOrEqualTo(200);
                        }
                    }
                }
            }
        }
        assertThat(combinations).isGreaterThan(2_000);
    }

    private static String object(List<String> keys, String one, String value, String other, String otherValue) {
        List<String> members = new ArrayList<>();
        for (String key : keys) {
            String own = key.equals(one) ? value : key.equals(other) ? otherValue : "\"good\"";
            if (!own.isEmpty()) {
                members.add("\"" + key + "\":" + own);
            }
        }
        return "{" + String.join(",", members) + "}";
    }

    private static String body(String projectId) {
        return "{\"project_id\":" + projectId + ",\"event\":\"status_change\"}";
    }

    private StatusChangeReading read(String body) {
        return reader.read(utf8(body), null);
    }

    private Incoming.Content content(byte[] body) {
        return reader.read(body, null).content();
    }

    private Incoming.Parsed parsed(String body) {
        return (Incoming.Parsed) read(body).content();
    }

    private String reason(String body) {
        return Objects.requireNonNull((Incoming.Unreadable) read(body).content())
                .reason();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
