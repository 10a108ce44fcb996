package io.sitehook.builtin.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sitehook.builtin.options.AwayException;
import io.sitehook.builtin.options.Options;
import io.sitehook.spi.Delivery;
import io.sitehook.spi.StatusChange;
import io.sitehook.spi.testing.AttemptResult;
import io.sitehook.spi.testing.AttemptResult.Kind;
import io.sitehook.spi.testing.HandlerRun;
import io.sitehook.spi.testing.StatusChangeBuilder;
import io.sitehook.spi.testing.TestContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** What becomes of a delivery, by Kafka's own stand-in for its producer. */
class KafkaHandlerTest {
    private final TestContext context = TestContext.forHandler("log");
    private final StatusChange change = StatusChangeBuilder.statusChange().build();
    private final List<MockProducer<byte[], byte[]>> made = new ArrayList<>();
    private boolean acknowledges = true;
    private final KafkaHandler handler = new KafkaHandler(
            new Options("log", Map.of("bootstrap-servers", "b1:9092", "topic", "events"), Path.of("")),
            Duration.ofSeconds(30),
            properties -> {
                made.add(new MockProducer<>(acknowledges, null, new ByteArraySerializer(), new ByteArraySerializer()));
                return last();
            });

    @Test
    void itIsDoneWhenItIsAcknowledged() throws Exception {
        try (HandlerRun run = HandlerRun.start(handler, context)) {
            AttemptResult done = run.handle(change);
            assertThat(done.kind()).isEqualTo(Kind.DONE);
            assertThat(done.text()).isEqualTo("events, partition 0, offset 0");
            assertThat(last().history()).hasSize(1);
        }
        assertThat(last().closed()).isTrue();
    }

    @Test
    void anUnacknowledgedOneIsGivenBackWhenItsTimeIsOver() throws Exception {
        acknowledges = false;
        try (HandlerRun run = HandlerRun.start(handler, context)) {
            AttemptResult result = run.handle(run.delivery(change)
                    .deadline(context.clock().instant().plusMillis(300))
                    .build());
            assertThat(result.text()).contains("no broker of b1:9092 has acknowledged it before the deadline");
            assertThat(result.thrown()).get().isInstanceOf(AwayException.class);
        }
    }

    @Test
    void anInterruptEndsTheWait() throws Exception {
        acknowledges = false;
        try (HandlerRun run = HandlerRun.start(handler, context)) {
            Delivery delivery = run.delivery(change).build();
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> handler.handle(delivery)).isInstanceOf(InterruptedException.class);
        }
    }

    @Test
    void brokersThatAreAwayAreNotTheDeliverysFaultAndGetARest() throws Exception {
        try (HandlerRun run = HandlerRun.start(handler, context)) {
            for (int i = 1; i < Rest.FAILURES; i++) {
                last().sendException = new TimeoutException("Topic events not present in metadata after 9 ms.");
                assertThat(away(run)).isEqualTo(Rest.FIRST);
                assertThat(handler.places()).isEqualTo(Integer.MAX_VALUE);
            }
            last().sendException = new NotEnoughReplicasException("too few");
            assertThat(away(run)).isEqualTo(Rest.FIRST);
            assertThat(handler.places()).isZero();
            last().sendException = null;

            AttemptResult resting = run.handle(change);
            assertThat(resting.text()).contains("not sent", "too few", "b1:9092");
            assertThat(last().history()).isEmpty();

            context.clock().advance(Rest.FIRST);
            assertThat(handler.places()).isEqualTo(1);
            last().sendException = new TimeoutException("still");
            assertThat(away(run)).isEqualTo(Rest.FIRST.multipliedBy(2));
            last().sendException = null;
            context.clock().advance(Rest.FIRST.multipliedBy(2));
            assertThat(run.handle(change).kind()).isEqualTo(Kind.DONE);
            assertThat(handler.places()).isEqualTo(Integer.MAX_VALUE);
        }
        assertThat(made).hasSize(1);
    }

    @Test
    void whatAPersonHasToPutRightIsTriedAgainBySchedule() throws Exception {
        try (HandlerRun run = HandlerRun.start(handler, context)) {
            last().sendException =
                    new TimeoutException("not present", new UnknownTopicOrPartitionException("no such partition"));
            AttemptResult missing = run.handle(change);
            assertThat(missing.kind()).isEqualTo(Kind.RETRY);
            assertThat(missing.text()).startsWith("there is no topic events").contains("make it");
            assertThat(made).hasSize(1);

            last().sendException = new TopicAuthorizationException("Not authorized to access topics: [events]");
            AttemptResult forbidden = run.handle(change);
            assertThat(forbidden.kind()).isEqualTo(Kind.RETRY);
            assertThat(forbidden.text()).startsWith("the login may not write into the topic events");
            assertThat(run.handle(change).kind()).isEqualTo(Kind.DONE);

            last().sendException = new KafkaException("wrapped", new SaslAuthenticationException("wrong login"));
            AttemptResult login = run.handle(change);
            assertThat(login.kind()).isEqualTo(Kind.RETRY);
            assertThat(login.text())
                    .startsWith("the brokers do not take the login")
                    .contains("wrong login");
            assertThat(run.handle(change).kind()).isEqualTo(Kind.DONE);
        }
        assertThat(made).hasSize(3).allMatch(MockProducer::closed);
    }

    @Test
    void aRecordThatIsTooLargeIsRejected() throws Exception {
        try (HandlerRun run = HandlerRun.start(handler, context)) {
            last().sendException = new RecordTooLargeException("The message is 2000000 bytes");
            AttemptResult result = run.handle(change);
            assertThat(result.kind()).isEqualTo(Kind.REJECTED);
            assertThat(result.text()).contains("larger", "2000000 bytes");
        }
    }

    private Duration away(HandlerRun run) throws Exception {
        AttemptResult result = run.handle(change);
        assertThat(result.thrown()).as(result.text()).get().isInstanceOf(AwayException.class);
        return ((AwayException) result.thrown().orElseThrow()).delay();
    }

    private MockProducer<byte[], byte[]> last() {
        return made.get(made.size() - 1);
    }
}
