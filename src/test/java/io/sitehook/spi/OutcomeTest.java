package io.sitehook.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class OutcomeTest {

    @Test
    void done() {
        expect(Outcome.done(), "done", "done", "");
        expect(Outcome.done("record 7"), "done", "done: record 7", "record 7");
    }

    @Test
    void retry() {
        expect(Outcome.retry("busy"), "retry", "retry: busy", "busy");
        assertThat(Outcome.retry("busy").delay()).isEmpty();
    }

    @Test
    void retryAfter() {
        Outcome outcome = Outcome.retryAfter(Duration.ofSeconds(90), "busy");
        expect(outcome, "retry", "retry after PT1M30S: busy", "busy");
        assertThat(outcome.delay()).contains(Duration.ofSeconds(90));
        assertThat(Outcome.retryAfter(Duration.ZERO, "").delay()).contains(Duration.ZERO);
        assertThatThrownBy(() -> Outcome.retryAfter(Duration.ofNanos(-1), "busy"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("zero or more");
    }

    @Test
    void reject() {
        expect(Outcome.reject("no such record"), "reject", "reject: no such record", "no such record");
    }

    private static void expect(Outcome outcome, String kind, String words, String text) {
        assertThat(outcome.isDone()).isEqualTo(kind.equals("done"));
        assertThat(outcome.isRetry()).isEqualTo(kind.equals("retry"));
        assertThat(outcome.isReject()).isEqualTo(kind.equals("reject"));
        assertThat(outcome.text()).isEqualTo(text);
        assertThat(outcome).hasToString(words);
    }
}
