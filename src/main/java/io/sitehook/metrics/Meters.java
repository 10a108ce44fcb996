package io.sitehook.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.sitehook.dispatch.AttemptListener;
import io.sitehook.receive.AnswerListener;
import io.sitehook.receive.RejectionListener;
import io.sitehook.store.CommitListener;
import io.sitehook.store.Receipt.Result;
import io.sitehook.store.Worklist.AttemptOutcome;
import java.time.Duration;
import java.util.Locale;

/**
 * Counts what happens. Labels are names of connections and handlers that are set up here, and words of this program:
 * nothing that a sender can make up, and no secret. Thread-safe and quick.
 */
public final class Meters implements RejectionListener, AnswerListener, CommitListener, AttemptListener {
    private static final Duration[] COMMIT_TIMES = millis(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000);
    private static final double[] COMMIT_SIZES = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512};
    private static final Duration[] ATTEMPT_TIMES =
            millis(5, 20, 100, 500, 1_000, 5_000, 10_000, 30_000, 60_000, 300_000);

    private final MeterRegistry registry;
    private final Timer commitTime;
    private final DistributionSummary commitSize;
    private final Counter commitFailures;

    /** Counts into a registry. */
    public Meters(MeterRegistry registry) {
        this.registry = registry;
        commitTime = Timer.builder("sitehook.commit")
                .description("How long transactions of the store took, sync included")
                .serviceLevelObjectives(COMMIT_TIMES)
                .register(registry);
        commitSize = DistributionSummary.builder("sitehook.commit.size")
                .description("How many pieces of work were committed together")
                .serviceLevelObjectives(COMMIT_SIZES)
                .register(registry);
        commitFailures = Counter.builder("sitehook.commit.failures")
                .description("Transactions that the database failed")
                .register(registry);
        // There from the beginning, so that the first one is seen as an increase.
        for (String reason : RejectionListener.REASONS) {
            refusals(reason);
        }
    }

    private static Duration[] millis(long... values) {
        Duration[] durations = new Duration[values.length];
        for (int i = 0; i < values.length; i++) {
            durations[i] = Duration.ofMillis(values[i]);
        }
        return durations;
    }

    private Counter refusals(String reason) {
        return Counter.builder("sitehook.refusals")
                .description("Posts that were not stored, by the reason")
                .tag("reason", reason)
                .register(registry);
    }

    @Override
    public void answeredStored() {
        // counted below, with what became of it
    }

    @Override
    public void rejected(Rejected post) {
        Counter.builder("sitehook.rejections")
                .description("Posts that were refused for their signature or api_key, by what was wrong")
                .tag("connection", post.connection())
                .tag("kind", post.signed() ? "api-key" : post.signatures().size() == 1 ? "signature" : "no-signature")
                .register(registry)
                .increment();
    }

    @Override
    public void answered(String connection, Result result) {
        Counter.builder("sitehook.posts")
                .description("Posts that were stored, by what became of them")
                .tag("connection", connection)
                .tag("result", result.name().toLowerCase(Locale.ROOT))
                .register(registry)
                .increment();
    }

    @Override
    public void refused(String reason) {
        refusals(reason).increment();
    }

    @Override
    public void committed(int size, Duration time) {
        commitTime.record(time);
        commitSize.record(size);
    }

    @Override
    public void failed() {
        commitFailures.increment();
    }

    @Override
    public void ended(String handler, AttemptOutcome outcome, boolean dead, Duration time) {
        Counter.builder("sitehook.attempts")
                .description("Runs of handlers that have ended, by how")
                .tag("handler", handler)
                .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                .register(registry)
                .increment();
        Timer.builder("sitehook.attempt")
                .description("How long runs of handlers took, until their result was known")
                .tag("handler", handler)
                .serviceLevelObjectives(ATTEMPT_TIMES)
                .register(registry)
                .record(time);
        Counter died = Counter.builder("sitehook.dead.letters.made")
                .description("Deliveries that became dead letters after an attempt")
                .tag("handler", handler)
                .register(registry);
        if (dead) {
            died.increment();
        }
    }
}
