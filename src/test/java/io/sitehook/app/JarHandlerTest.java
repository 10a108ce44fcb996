package io.sitehook.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sitehook.builtin.options.AwayException;
import io.sitehook.builtin.options.Resting;
import io.sitehook.dispatch.PostponedException;
import io.sitehook.handle.Handlers;
import io.sitehook.spi.Delivery;
import io.sitehook.spi.Outcome;
import io.sitehook.spi.StatusChangeHandler;
import io.sitehook.spi.WorkflowStates;
import io.sitehook.spi.testing.DeliveryBuilder;
import io.sitehook.spi.testing.StatusChangeBuilder;
import io.sitehook.store.WakeUp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Test;

/** How a handler that rests gets on again without a wait for the dispatcher's next look. */
class JarHandlerTest {
    private static final Duration REST = Duration.ofSeconds(7);

    /** Its target is away. */
    private static final class RestingHandler implements StatusChangeHandler, Resting {
        @Override
        public String name() {
            return "resting";
        }

        @Override
        public WorkflowStates states() {
            return WorkflowStates.all();
        }

        @Override
        public Outcome handle(Delivery delivery) throws AwayException {
            throw new AwayException(REST, "nobody is there");
        }

        @Override
        public int places() {
            return 0;
        }
    }

    @Test
    void whoFindsNobodyIsPostponedAndTheDispatcherLooksAgainWhenTheRestIsOver() {
        List<Duration> rings = new ArrayList<>();
        JarHandler handler = new JarHandler(Handlers.loaded(new RestingHandler()), rings::add);
        Delivery delivery = DeliveryBuilder.deliveryOf(
                        StatusChangeBuilder.statusChange().build(), "resting")
                .build();
        assertThatThrownBy(() -> handler.handle(delivery))
                .isInstanceOf(PostponedException.class)
                .hasMessageContaining("nobody is there");
        assertThat(handler.places()).isZero();
        assertThat(rings).containsExactly(REST);
    }

    @Test
    void theBellRingsWhenItsTimeIsOverAndNotOfAServerThatStops() throws Exception {
        WakeUp wakeUp = new WakeUp();
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        Bell bell = new Bell(wakeUp, timer);
        bell.ringAfter(Duration.ofMillis(1));
        assertThat(wakeUp.await(Duration.ofMinutes(1))).isTrue();
        timer.shutdownNow();
        assertThatCode(() -> bell.ringAfter(Duration.ZERO)).doesNotThrowAnyException();
        assertThat(wakeUp.await(Duration.ZERO)).isFalse();
    }
}
