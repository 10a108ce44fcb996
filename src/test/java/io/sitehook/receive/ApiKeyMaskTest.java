package io.sitehook.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitehook.store.Incoming;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyMaskTest {
    private static final byte[] KEY = "s3cr,et".getBytes(StandardCharsets.UTF_8);

    private final StatusChangeReader reader = new StatusChangeReader();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"s3cr,et\"",
                "\"\"",
                "\"a\\\"b\\\\\"",
                "17",
                "-1.5e3",
                "null",
                "true",
                "[1,{\"a\":2},\"]\"]",
                "{\"x\":{\"api_key\":1}}"
            })
    void masksTheValueOnlyWhateverItsType(String value) {
        String body =
                "\ufeff{\"status\":\"\ud83d\ude00 \u00e4\" ,\"event\":\"e\",\n \"api_key\"\t : %s  ,\"project_id\" :1.0 }\r\n";
        assertThat(masked(body.formatted(value))).isEqualTo(body.formatted("\"***\""));
    }

    @Test
    void masksAnEscapedNameToo() {
        assertThat(masked("{\"api\\u005fkey\":\"s\",\"project_id\":1,\"event\":\"e\"}"))
                .isEqualTo("{\"api\\u005fkey\":\"***\",\"project_id\":1,\"event\":\"e\"}");
    }

    @Test
    void leavesEverythingElseAlone() {
        String body =
                "{\"note\":\"\\\"api_key\\\":\\\"x\\\"\",\"deep\":{\"api_keys\":1},\"project_id\":1,\"event\":\"api_key\"}";
        assertThat(masked(body)).isEqualTo(body);
    }

    @Test
    void givesOutTheKeyForComparison() {
        StatusChangeReading reading = read("{\"api_key\":\"s3cr,et\",\"project_id\":1,\"event\":\"e\"}");
        assertThat(reading.apiKey()).isEqualTo("s3cr,et");
        assertThat(reading.toString()).doesNotContain("s3cr");
        assertThat(read("{\"api_key\":null,\"project_id\":1,\"event\":\"e\"}").apiKey())
                .isNull();
    }

    @Test
    void masksEveryDepth() {
        assertThat(masked("{\"api_key\":1,\"a\":[{\"api_key\":{\"b\":\"s\"}}],\"api_key\":\"t\"}"))
                .isEqualTo("{\"api_key\":\"***\",\"a\":[{\"api_key\":\"***\"}],\"api_key\":\"***\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "{\"api_key\": \u201cabc def\u201d, \"event\": 1 ~ {\"api_key\": \"***\", \"event\": 1",
                "{\u201capi_key\u201d: \u201cabc\u201d} ~ {\u201capi_key\u201d: \"***\"}",
                "{'api_key':'abc'} ~ {'api_key':\"***\"}",
                "{\"api_key\":\"a,b}c\",\"event\" ~ {\"api_key\":\"***\",\"event\"",
                "{\"API_KEY\":\"abc ~ {\"API_KEY\":\"***\"",
                "api_key=abc&project_id=1 ~ api_key=\"***\"&project_id=1",
                "{\"x\":\"s3cr,et\" ~ {\"x\":\"***\"",
            })
    void masksWhatLooksLikeTheKeyInWhatIsNoJson(String body, String stored) {
        assertThat(masked(body.strip())).isEqualTo(stored.strip());
    }

    @Test
    void masksTheConfiguredKeyInOtherCharsets() {
        for (String charset : List.of("UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE")) {
            byte[] body = "{\"api_key\":\"s3cr,et\",\"x\":\"s3cr,et\"}".getBytes(Charset.forName(charset));
            byte[] stored = reader.read(body, KEY).maskedBody();
            assertThat(new String(stored, StandardCharsets.ISO_8859_1).replace("\0", ""))
                    .as(charset)
                    .doesNotContain("s3cr");
        }
    }

    @Test
    void keepsBytesThatAreNoTextAsTheyAre() {
        byte[] body = new byte[256];
        for (int at = 0; at < body.length; at++) {
            body[at] = (byte) at;
        }
        assertThat(reader.read(body, KEY).maskedBody()).isEqualTo(body);
    }

    @Test
    void neverPutsTheKeyIntoTheReason() {
        StatusChangeReading reading = read("{\"s3cr,et\":1,\"s3cr,et\":2}");
        assertThat(reading.content()).isEqualTo(new Incoming.Unreadable("the key \"***\" stands twice in one object"));
    }

    /** A text made to be slow for the pattern: 64 KiB of beginnings. */
    @Test
    void isNotSlowedDownByRepetition() {
        String body = "{api_key\"".repeat(7_000);
        assertThat(masked(body)).hasSize(body.length());
    }

    private StatusChangeReading read(String body) {
        return reader.read(body.getBytes(StandardCharsets.UTF_8), KEY);
    }

    private String masked(String body) {
        return new String(read(body).maskedBody(), StandardCharsets.UTF_8);
    }
}
