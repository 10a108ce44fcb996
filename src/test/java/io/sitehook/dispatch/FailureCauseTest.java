package io.sitehook.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.sitehook.store.Worklist.Cause;
import org.junit.jupiter.api.Test;

class FailureCauseTest {
    private static StackTraceElement frame(String loader, String type, String method, int line) {
        return new StackTraceElement(loader, null, null, type, method, "X.java", line);
    }

    @Test
    void theFrameIsTheTopmostOneInTheHandlersOwnCode() {
        IllegalStateException thrown = new IllegalStateException("no");
        thrown.setStackTrace(new StackTraceElement[] {
            frame("", "java.util.Objects", "requireNonNull", 1),
            frame("", "jdk.internal.X", "y", 2),
            frame("mail.jar #3", "com.example.Mail", "send", 3),
            frame("mail.jar #3", "com.example.Handler", "handle", 4),
            frame("", "io.sitehook.dispatch.Attempt", "run", 5)
        });
        assertThat(FailureCause.of(thrown))
                .isEqualTo(new Cause("java.lang.IllegalStateException", "com.example.Mail.send(X.java:3)"));
    }

    @Test
    void withoutAFrameOfItsOwnTheClassAloneIsTheCause() {
        StackOverflowError thrown = new StackOverflowError();
        thrown.setStackTrace(new StackTraceElement[0]);
        assertThat(FailureCause.of(thrown)).isEqualTo(new Cause("java.lang.StackOverflowError", null));
    }

    @Test
    void reasonsThatDifferInTheirNumbersAreOneCause() {
        assertThat(FailureCause.ofReason("order 17 of 2026 not found"))
                .isEqualTo(new Cause("order # of # not found", null));
        assertThat(FailureCause.ofReason("x".repeat(1_000)).what()).hasSize(300);
    }

    @Test
    void theDeadlineNamesWhereTheThreadWas() {
        String dump = "\"sitehook-handler-1\" TIMED_WAITING\n\tat java.base@17/java.lang.Thread.sleep(Native Method)"
                + "\n\tat slow.jar #1//com.example.Slow.handle(Slow.java:12)\n\tat io.sitehook.X.y(X.java:1)";
        assertThat(FailureCause.ofDeadline(dump))
                .isEqualTo(new Cause("ran past its deadline", "com.example.Slow.handle(Slow.java:12)"));
        assertThat(FailureCause.ofDeadline(null).frame()).isNull();
    }

    @Test
    void anExceptionThatThrowsWhenItIsAskedIsACauseToo() {
        RuntimeException nasty = new RuntimeException() {
            private static final long serialVersionUID = 1L;

            @Override
            public StackTraceElement[] getStackTrace() {
                throw new IllegalStateException("nasty");
            }
        };
        assertThat(FailureCause.of(nasty).frame()).isNull();
    }
}
