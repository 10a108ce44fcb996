package io.sitehook.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitehook.relay.CircuitBreaker.Permit;
import io.sitehook.testing.MutableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
    private final MutableClock clock = new MutableClock();
    private final CircuitBreaker breaker = new CircuitBreaker(3, Duration.ofSeconds(30), clock);

    private void open() {
        breaker.failed();
        breaker.failed();
        assertThat(breaker.failed()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void itOpensAfterSomeFailuresInARowAndASuccessBreaksTheRow() {
        breaker.failed();
        breaker.failed();
        breaker.succeeded();
        breaker.failed();
        breaker.failed();
        assertThat(breaker.begin()).isEqualTo(Permit.NORMAL);
        assertThat(breaker.places(7)).isEqualTo(Integer.MAX_VALUE);
        breaker.failed();
        assertThat(breaker.begin()).isEqualTo(Permit.NONE);
        assertThat(breaker.places(0)).isZero();
        assertThat(breaker.state().kind()).isEqualTo(BreakerState.Kind.OPEN);
    }

    @Test
    void afterTheRestOneProbeIsLetThroughAndNoneBesideIt() {
        open();
        clock.advance(Duration.ofSeconds(30));
        assertThat(breaker.state().kind()).isEqualTo(BreakerState.Kind.HALF_OPEN);
        assertThat(breaker.places(0)).isEqualTo(1);
        assertThat(breaker.places(1)).isZero();
        assertThat(breaker.begin()).isEqualTo(Permit.PROBE);
        breaker.succeeded();
        assertThat(breaker.state()).isEqualTo(new BreakerState(BreakerState.Kind.CLOSED, 0, null));
        assertThat(breaker.places(5)).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void eachProbeThatFailsDoublesTheRestUpToTenMinutes() {
        open();
        Duration rest = Duration.ofSeconds(30);
        for (int probe = 0; probe < 8; probe++) {
            clock.advance(rest);
            rest = breaker.failed();
            assertThat(rest).isEqualTo(Duration.ofSeconds(Math.min(600, 60L << probe)));
        }
        clock.advance(rest);
        breaker.succeeded();
        open();
    }

    @Test
    void failuresOfWhatWasUnderWayDoNotProlongTheRest() {
        open();
        assertThat(breaker.failed()).isNull();
        clock.advance(Duration.ofSeconds(30));
        assertThat(breaker.places(0)).isEqualTo(1);
    }

    @Test
    void aRestThatTheTargetAskedForIsKeptWhateverAnEarlierRequestBrings() {
        breaker.rest(Duration.ofMinutes(5));
        breaker.succeeded();
        assertThat(breaker.places(0)).isZero();
        breaker.rest(Duration.ofMinutes(1));
        clock.advance(Duration.ofMinutes(4));
        assertThat(breaker.begin()).isEqualTo(Permit.NONE);
        clock.advance(Duration.ofMinutes(1));
        assertThat(breaker.begin()).isEqualTo(Permit.PROBE);
    }
}
