package io.sitehook.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TraceParentTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";
    private static final String GOOD = "00-" + TRACE + "-" + SPAN + "-01";

    @Test
    void aWellFormedOneIsTakenAsItIs() {
        assertThat(TraceParent.of(List.of(GOOD))).isEqualTo(GOOD);
        assertThat(TraceParent.of(List.of(" " + GOOD + " "))).isEqualTo(GOOD);
    }

    @Test
    void ofALaterVersionTheBeginningIsRead() {
        assertThat(TraceParent.of(List.of("cc-" + TRACE + "-" + SPAN + "-09-and-more")))
                .isEqualTo(GOOD);
        assertThat(TraceParent.of(List.of("cc-" + TRACE + "-" + SPAN + "-09andmore")))
                .isNull();
    }

    @Test
    void allElseIsNone() {
        assertThat(TraceParent.of(List.of())).isNull();
        assertThat(TraceParent.of(List.of(GOOD, GOOD))).isNull();
        for (String bad : List.of(
                "",
                "00",
                GOOD + "-more",
                GOOD + "0",
                GOOD.replace('f', 'F'),
                "ff-" + TRACE + "-" + SPAN + "-01",
                "00-" + "0".repeat(32) + "-" + SPAN + "-01",
                "00-" + TRACE + "-" + "0".repeat(16) + "-01",
                "00-" + TRACE + "-" + SPAN,
                GOOD.replace('-', '_'),
                GOOD + "\n",
                "cc-" + TRACE + "-" + SPAN + "-01-" + "x".repeat(10_000))) {
            assertThat(TraceParent.of(List.of(bad.equals(GOOD + "\n") ? "\u0000" + GOOD : bad)))
                    .as(bad)
                    .isNull();
        }
    }

    @Test
    void whateverIsSentIsEitherNoneOr55Characters() {
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            char[] text = GOOD.toCharArray();
            for (int changes = random.nextInt(3); changes >= 0; changes--) {
                text[random.nextInt(text.length)] = (char) random.nextInt(128);
            }
            String read = TraceParent.of(List.of(new String(text)));
            assertThat(read == null || read.matches("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}"))
                    .isTrue();
        }
    }
}
