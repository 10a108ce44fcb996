package io.sitehook.handle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {

    @Test
    void plainTextStays() {
        assertThat(Printable.of("a-1.0.jar äß \ud83d\ude00")).isEqualTo("a-1.0.jar äß \ud83d\ude00");
        assertThat(Printable.of("")).isEmpty();
    }

    @Test
    void whatCouldForgeALineIsEscaped() {
        assertThat(Printable.of("a\r\n\u001b[1m\u0085\u2028\u202e\ud800"))
                .isEqualTo("a\\u000d\\u000a\\u001b[1m\\u0085\\u2028\\u202e\\ud800");
    }

    @Test
    void longTextIsCut() {
        assertThat(Printable.of("x".repeat(256))).hasSize(256).doesNotContain("…");
        assertThat(Printable.of("x".repeat(257))).hasSize(256).endsWith("x…");
        assertThat(Printable.of("\n".repeat(10_000))).hasSize(256).endsWith("…");
    }
}
