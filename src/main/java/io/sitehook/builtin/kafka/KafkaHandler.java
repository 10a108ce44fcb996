package io.sitehook.builtin.kafka;

import io.sitehook.builtin.options.AwayException;
import io.sitehook.builtin.options.Options;
import io.sitehook.builtin.options.Resting;
import io.sitehook.spi.Delivery;
import io.sitehook.spi.HandlerContext;
import io.sitehook.spi.Outcome;
import io.sitehook.spi.StatusChangeHandler;
import io.sitehook.spi.WorkflowStates;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Sends each status change to a topic, and is done when the brokers have acknowledged it. While they are away deliveries
 * wait without being counted. A delivery that is repeated is sent again, with the same {@code id}.
 */
public final class KafkaHandler implements StatusChangeHandler, Resting {
    private static final Duration BEFORE_DEADLINE = Duration.ofMillis(200);
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration AT_STOP = Duration.ofMillis(500);
    private static final Duration AFTER_RENEWAL = Duration.ofSeconds(1);

    private final String name;
    private final KafkaOptions options;
    private final Producers producers;
    private Clock clock = Clock.systemUTC();
    private volatile Rest rest = new Rest(clock);
    private volatile @Nullable String lastFailure;

    /**
     * A topic of these settings. Nothing is connected.
     *
     * @param deadline how long an attempt may take
     * @throws IllegalArgumentException with all that is wrong with them
     */
    public KafkaHandler(Options options, Duration deadline) {
        this(options, deadline, KafkaProducer::new);
    }

    KafkaHandler(Options options, Duration deadline, Function<Map<String, Object>, Producer<byte[], byte[]>> factory) {
        name = options.handler();
        this.options = inOurLoader(() -> {
            KafkaLogs.quieten();
            return KafkaOptions.read(options, deadline);
        });
        producers = new Producers(() -> inOurLoader(() -> factory.apply(this.options.producer())));
    }

    /** Kafka finds classes by the thread's loader, Tomcat finds loggers by it, and Kafka's thread inherits it. */
    private static <T> T inOurLoader(Supplier<T> action) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(KafkaHandler.class.getClassLoader());
        try {
            return action.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public WorkflowStates states() {
        return options.states();
    }

    /**
     * Makes the producer, which connects on a thread of its own: brokers that are away hold up nothing.
     *
     * @throws IllegalArgumentException if the producer can't be made of its settings, for example with a keystore that
     *     can't be opened
     */
    @Override
    public void start(HandlerContext context) throws InterruptedException {
        clock = context.clock();
        rest = new Rest(clock);
        try {
            Producer<byte[], byte[]> unused = producers.get();
        } catch (RuntimeException | LinkageError e) {
            // Not kept as the cause: a login's words may be in its message.
            throw new IllegalArgumentException("the producer for " + options + " can't be made of its settings: "
                    + options.secrets().words(e));
        }
    }

    @Override
    public int places() {
        return rest.places();
    }

    @Override
    public Outcome handle(Delivery delivery) throws InterruptedException, AwayException {
        Optional<Duration> left = rest.left();
        if (left.isPresent()) {
            throw new AwayException(
                    left.get(), "not sent, because no broker has taken anything lately; the last time: " + lastFailure);
        }
        rest.begin();
        try {
            return send(delivery);
        } finally {
            rest.end();
        }
    }

    private Outcome send(Delivery delivery) throws InterruptedException, AwayException {
        Producer<byte[], byte[]> producer = null;
        try {
            producer = producers.get();
            Future<RecordMetadata> sending = producer.send(options.event().of(delivery));
            RecordMetadata place = sending.get(untilDeadline(delivery).toMillis(), TimeUnit.MILLISECONDS);
            rest.answered();
            return Outcome.done(place.topic() + ", partition " + place.partition()
                    + (place.hasOffset() ? ", offset " + place.offset() : ""));
        } catch (InterruptException e) {
            boolean unused = Thread.interrupted(); // Kafka has set it again
            throw new InterruptedException("interrupted while it was sent");
        } catch (TimeoutException e) {
            throw away("no broker of " + options.servers() + " has acknowledged it before the deadline");
        } catch (ExecutionException e) {
            return judged(e.getCause() == null ? e : e.getCause(), producer);
        } catch (RuntimeException | LinkageError e) {
            return judged(e, producer);
        }
    }

    private Duration untilDeadline(Delivery delivery) {
        Duration left = Duration.between(clock.instant(), delivery.deadline().minus(BEFORE_DEADLINE));
        return left.compareTo(SHORTEST) < 0 ? SHORTEST : left;
    }

    private Outcome judged(Throwable problem, @Nullable Producer<byte[], byte[]> producer) throws AwayException {
        if (producer != null && !producers.isInUse(producer)) {
            throw new AwayException(AFTER_RENEWAL, "broken off, because the connection to the brokers was made anew");
        }
        Verdict verdict = Verdict.of(problem, options.topic());
        if (verdict.renew() && producer != null) {
            producers.renew(producer);
        }
        String reason = verdict.reason() + " (" + options.servers() + "; "
                + options.secrets().words(problem) + ")";
        return switch (verdict.kind()) {
            case AWAY -> throw away(reason);
            case RETRY -> {
                rest.answered();
                yield Outcome.retry(reason);
            }
            case REJECT -> Outcome.reject(reason);
        };
    }

    private AwayException away(String reason) {
        lastFailure = reason;
        return new AwayException(rest.away(), reason);
    }

    /** Waits a moment for what is under way; the producer's thread has ended then. */
    @Override
    public void stop() {
        producers.close(AT_STOP);
    }

    @Override
    public String toString() {
        return name + ": " + Objects.toString(options);
    }
}
