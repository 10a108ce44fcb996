package io.sitehook.bench;

import java.time.Duration;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs {@link ReadingBenchmark} by JMH, in the last round: JMH has rounds of its own. */
final class Reading implements Subject {
    static final String GROUP = "Reading";
    static final String SUBJECT = "150 bytes";
    static final String METRIC = "µs";

    private final Work work;

    Reading(Work work) {
        this.work = work;
    }

    @Override
    public String name() {
        return "jmh";
    }

    @Override
    public void start() {}

    @Override
    public void measure(Results results, int round) throws RunnerException {
        if (round != work.options().rounds()) {
            return;
        }
        Duration seconds = work.options().seconds();
        TimeValue iteration = TimeValue.milliseconds(Math.min(1_000, seconds.toMillis() / 2));
        for (RunResult result : new Runner(new OptionsBuilder()
                        .include(ReadingBenchmark.class.getName())
                        .forks(1)
                        .warmupIterations(5)
                        .warmupTime(iteration)
                        .measurementIterations(5)
                        .measurementTime(iteration)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run()) {
            results.add(
                    GROUP,
                    SUBJECT,
                    result.getPrimaryResult().getLabel(),
                    METRIC,
                    result.getPrimaryResult().getScore());
        }
    }

    @Override
    public void close() {}
}
