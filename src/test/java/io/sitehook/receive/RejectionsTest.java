package io.sitehook.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RejectionsTest {
    private final RecordingLogger logger = new RecordingLogger();
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final List<String> heard = new ArrayList<>();
    private final Rejections rejections = new Rejections(
            logger,
            nanos::get,
            20,
            post -> heard.add(post.connection() + " " + post.remoteAddress() + " " + post.reason()));

    private Refusal reject(String connection, String address, String reason) {
        return rejections.reject(
                new RejectionListener.Rejected(connection, address, reason, false, List.of("a signature"), null));
    }

    @Test
    void logsOneLineOfEachSourceInTenSecondsAndCountsTheOthers() {
        for (int post = 0; post < 1000; post++) {
            reject("sitecapture", "192.0.2.1", "no signature");
        }
        reject("sitecapture", "192.0.2.2", "no signature");
        assertThat(logger.lines()).hasSize(2);
        pass(10);
        reject("sitecapture", "192.0.2.1", "no signature");
        assertThat(logger.lines())
                .hasSize(3)
                .last()
                .asString()
                .endsWith("nothing stored: no signature (999 more from 192.0.2.1 were not logged)");
        assertThat(heard).hasSize(1002).contains("sitecapture 192.0.2.1 no signature");
    }

    @Test
    void writesOneHarmlessLineWhateverTheReason() {
        reject("sitecapture", "192.0.2.1", "a\r\nb\u001b[0m\u2028\u0085${jndi:x}%n" + "y".repeat(65_536));
        String line = logger.lines().get(0);
        assertThat(line)
                .doesNotContain("\r", "\n", "\u001b", "\u2028", "\u0085")
                .contains("\\u000d\\u000ab\\u001b");
        assertThat(line).hasSizeLessThanOrEqualTo("WARNING ".length() + 256);
    }

    @Test
    void tellsASourceToSlowDownAfterTooManyFailuresInAMinute() {
        assertThat(answers(20)).containsOnly(Refusal.UNAUTHORIZED);
        assertThat(answers(1)).containsOnly(Refusal.TOO_MANY_FAILURES);
        assertThat(reject("sitecapture", "192.0.2.9", "x")).isSameAs(Refusal.UNAUTHORIZED);
        pass(50);
        assertThat(answers(1)).containsOnly(Refusal.TOO_MANY_FAILURES);
        pass(10);
        assertThat(answers(19))
                .as("only the one of ten seconds ago still counts")
                .containsOnly(Refusal.UNAUTHORIZED);
        assertThat(answers(1)).containsOnly(Refusal.TOO_MANY_FAILURES);
        pass(3600);
        assertThat(answers(20)).containsOnly(Refusal.UNAUTHORIZED);
    }

    @Test
    void forgetsTheOldestSourceWhenThereAreTooMany() {
        FailureLimiter limiter = new FailureLimiter(nanos::get, 1, 100);
        assertThat(limiter.failedTooOften("first")).isFalse();
        assertThat(limiter.failedTooOften("first")).isTrue();
        for (int source = 0; source < 100; source++) {
            limiter.failedTooOften("source " + source);
        }
        assertThat(limiter.failedTooOften("source 50")).isTrue();
        assertThat(limiter.failedTooOften("first")).as("forgotten").isFalse();
    }

    private List<Refusal> answers(int count) {
        List<Refusal> answers = new ArrayList<>();
        for (int post = 0; post < count; post++) {
            answers.add(reject("sitecapture", "192.0.2.1", "x"));
        }
        return answers;
    }

    private void pass(long seconds) {
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }
}
