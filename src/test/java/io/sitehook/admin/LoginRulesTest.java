package io.sitehook.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LoginRulesTest {
    private final AtomicLong nanos = new AtomicLong();
    private final LoginThrottle throttle = new LoginThrottle(nanos::get);

    private int tries(String user, String source) {
        int tries = 0;
        while (tries < 1_000 && throttle.begin(user, source)) {
            tries++;
        }
        return tries;
    }

    @Test
    void aUserIsLockedOutAfterFiveTriesFromOneSourceHoweverItIsWritten() {
        assertThat(throttle.begin("Admin", "192.0.2.1")).isTrue();
        assertThat(throttle.begin("ADMIN ", "192.0.2.1")).isTrue();
        assertThat(throttle.begin("\uFF41dmin", "192.0.2.1")).isTrue();
        assertThat(tries("admin", "192.0.2.1")).isEqualTo(2);
        assertThat(tries("admin", "192.0.2.2")).as("from elsewhere").isEqualTo(5);
        nanos.addAndGet(Duration.ofMinutes(14).toNanos());
        assertThat(throttle.begin("admin", "192.0.2.1")).isFalse();
        nanos.addAndGet(Duration.ofMinutes(2).toNanos());
        assertThat(tries("admin", "192.0.2.1")).isEqualTo(5);
    }

    @Test
    void oneSourceTriesTwentyTimesWhateverTheUsers() {
        int tries = 0;
        for (int user = 0; user < 100; user++) {
            tries += throttle.begin("user" + user, "2001:db8:1:2:" + user + "::1") ? 1 : 0;
        }
        assertThat(tries).isEqualTo(LoginThrottle.TRIES_OF_SOURCE);
        assertThat(throttle.begin("other", "2001:db8:1:3::1"))
                .as("another network")
                .isTrue();
    }

    @Test
    void aGoodLoginIsForgotten() {
        for (int login = 0; login < 100; login++) {
            assertThat(throttle.begin("ann", "192.0.2.1")).isTrue();
            throttle.succeeded("ann", "192.0.2.1");
        }
    }

    @Test
    void aTargetIsAPageOfOursOrTheFirstOne() {
        for (String bad : new String[] {
            null,
            "",
            "/",
            "//evil.example",
            "/sitehook/admin",
            "/sitehook/admin/api/status",
            "/sitehook/admin/../x",
            "/sitehook/admin/.hidden",
            "/sitehook/admin/a//b",
            "/sitehook/admin/%2e",
            "/sitehook/admin/\u0000",
            "/sitehook/admin/" + "a".repeat(300),
            "/other/admin/x"
        }) {
            assertThat(LoginTarget.of("/sitehook", bad)).as(bad).isEqualTo("/sitehook/admin/");
        }
        assertThat(LoginTarget.of("/sitehook", "/sitehook/admin/a/b.html")).isEqualTo("/sitehook/admin/a/b.html");
        assertThat(LoginTarget.of("", "/admin/x")).isEqualTo("/admin/x");
    }
}
