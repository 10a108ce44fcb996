package io.sitehook.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {
    @ParameterizedTest
    @CsvSource({
        "500ms, PT0.5S",
        "5s, PT5S",
        "2m, PT2M",
        "1h, PT1H",
        "1d, PT24H",
        "0, PT0S",
        "0s, PT0S",
        "PT5S, PT5S",
        "pt1h30m, PT1H30M",
        "P2D, PT48H",
        "007s, PT7S"
    })
    void readsShortAndIsoForms(String text, Duration expected) {
        assertThat(DurationText.parse(text)).contains(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0",
        "PT48H, 2d",
        "PT36H, 36h",
        "PT90M, 90m",
        "PT90S, 90s",
        "PT1.5S, 1500ms",
        "PT0.0001S, PT0.0001S"
    })
    void writesTheLargestUnitThatLosesNothing(Duration duration, String expected) {
        assertThat(DurationText.of(duration)).isEqualTo(expected);
        assertThat(DurationText.parse(expected)).contains(duration);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5",
                "s",
                "5 s",
                "5S",
                "5sec",
                "-5s",
                "+5s",
                "1.5s",
                "1h30m",
                "5µs",
                "P",
                "PT",
                "٣s",
                "9999999999999s"
            })
    void refusesEverythingElse(String text) {
        assertThat(DurationText.parse(text)).isEmpty();
    }
}
