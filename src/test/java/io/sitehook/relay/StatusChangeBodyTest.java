package io.sitehook.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusChangeBodyTest {

    private static String sentFor(String received, String apiKey) {
        return new String(
                StatusChangeBody.of(received.getBytes(StandardCharsets.UTF_8), apiKey)
                        .bytes(),
                StandardCharsets.UTF_8);
    }

    @Test
    void theFiveDocumentedFieldsAreSentInTheirOrderWithTheSubscriptionsOwnKey() {
        assertThat(sentFor(
                        "{\"event\": \"status_change\", \"api_key\": \"***\", \"extra\": {\"a\": [1]}, \"more\": [true],"
                                + " \"project_id\": 3057, \"workflow_state\": \"COMPLETE\", \"status\": \"Complete\"}",
                        "theirs"))
                .isEqualTo("{\"project_id\":3057,\"status\":\"Complete\",\"workflow_state\":\"COMPLETE\","
                        + "\"api_key\":\"theirs\",\"event\":\"status_change\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "3057",
                "0",
                "-1",
                "3057.0",
                "1e3",
                "1E+3",
                "12345678901234567890123456789",
                "2147483648",
                "\"3057\"",
                "\"A-7 \u00e4\u6f22\"",
                "\"with \\\" and \\\\\""
            })
    void aProjectKeepsItsJsonTypeAndEachDigit(String project) {
        assertThat(sentFor("{\"project_id\": " + project + ", \"event\": \"status_change\"}", null))
                .isEqualTo("{\"project_id\":" + project + ",\"event\":\"status_change\"}");
    }

    @Test
    void nullStaysNullAndAbsentStaysAbsent() {
        assertThat(sentFor("{\"project_id\":1,\"status\":null,\"workflow_state\":null,\"event\":\"x\"}", null))
                .isEqualTo("{\"project_id\":1,\"status\":null,\"workflow_state\":null,\"event\":\"x\"}");
        assertThat(sentFor("{\"project_id\":1,\"event\":\"x\"}", null)).isEqualTo("{\"project_id\":1,\"event\":\"x\"}");
        assertThat(sentFor("{\"project_id\":1,\"workflow_state\":\"\",\"event\":\"x\"}", null))
                .isEqualTo("{\"project_id\":1,\"workflow_state\":\"\",\"event\":\"x\"}");
    }

    @Test
    void aByteOrderMarkIsNotSentOn() {
        assertThat(sentFor("\ufeff{\"project_id\":1,\"event\":\"x\"}", null))
                .isEqualTo("{\"project_id\":1,\"event\":\"x\"}");
    }

    @Test
    void aReceivedKeyIsNeverSentOn() {
        assertThat(sentFor("{\"project_id\":1,\"api_key\":\"***\",\"event\":\"x\"}", null))
                .doesNotContain("api_key", "***");
    }

    @Test
    void whatIsNoStatusChangeIsRefused() {
        assertThatThrownBy(() -> sentFor("{\"event\":\"x\"}", null)).hasMessageContaining("no project_id");
    }

    @Test
    void theKeyIsNotInTheWordsForIt() {
        assertThat(new StatusChangeBody("1", null, null, "canary-key", "x").toString())
                .doesNotContain("canary");
    }
}
