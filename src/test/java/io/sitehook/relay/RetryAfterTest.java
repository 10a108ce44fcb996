package io.sitehook.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitehook.testing.MutableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
    private final MutableClock clock = new MutableClock();

    @Test
    void secondsAndDatesAreRead() {
        assertThat(RetryAfter.read("120", clock)).contains(Duration.ofMinutes(2));
        assertThat(RetryAfter.read(" 0 ", clock)).contains(Duration.ZERO);
        assertThat(RetryAfter.read("Mon, 02 Nov 2026 08:01:30 GMT", clock)).contains(Duration.ofSeconds(90));
    }

    @Test
    void whatIsPastIsNowAndWhatIsFarAwayIsAMonth() {
        assertThat(RetryAfter.read("Mon, 02 Nov 2020 09:01:30 GMT", clock)).contains(Duration.ZERO);
        assertThat(RetryAfter.read("999999999999", clock)).contains(Duration.ofDays(30));
        assertThat(RetryAfter.read("Fri, 31 Dec 9999 09:01:30 GMT", clock)).contains(Duration.ofDays(30));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1", "1.5", "9999999999999999999999", "2026-11-25T09:01:30Z"})
    void anythingElseIsAsIfItWereNotThere(String header) {
        assertThat(RetryAfter.read(header, clock)).isEmpty();
    }

    @Test
    void noHeaderIsNoWait() {
        assertThat(RetryAfter.read(null, clock)).isEmpty();
    }
}
