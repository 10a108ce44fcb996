package io.sitehook.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * All meters, and their text. What is read from the database is read at most every five seconds, however many ask. A
 * figure that can't be read now is left out, or {@code NaN}. Thread-safe.
 */
public final class Exposition implements AutoCloseable {
    private static final long FRESH_NANOS = Duration.ofSeconds(5).toNanos();

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Meters meters = new Meters(registry);
    private final Supplier<Figures> source;
    private final LongSupplier nanoTime;
    private final Map<MultiGauge, ToDoubleFunction<Figures.Handler>> ofHandlers;
    private final MultiGauge lastPosts;
    private volatile @Nullable Figures figures;
    private long readAt; // guarded by this

    /**
     * Makes all meters.
     *
     * @param source reads what is not counted as it happens; must not fail
     * @param nanoTime a clock for elapsed time, such as {@link System#nanoTime()}
     */
    public Exposition(Supplier<Figures> source, LongSupplier nanoTime) {
        this.source = source;
        this.nanoTime = nanoTime;
        gauge("sitehook.store.up", "1 if posts can be stored, 0 if not", now -> now.storeUp() ? 1 : 0);
        gauge("sitehook.store.queue", "How much waits for the store's writer", Figures::queued);
        gauge("sitehook.store.size", "bytes", "The database with its log", Figures::databaseBytes);
        gauge("sitehook.events.parked", "Events that no handler takes", ofRows(Figures.Rows::parked));
        gauge("sitehook.events.unreadable", "Events whose body can't be read", ofRows(Figures.Rows::unreadable));
        counter("sitehook.answers.stored", "Senders that were told that their post is stored", Figures::answered);
        counter("sitehook.posts.committed", "Posts that are committed", ofRows(Figures.Rows::committed));
        ofHandlers = Map.of(
                multi("sitehook.deliveries.pending", null, "Deliveries that wait"), Figures.Handler::pending,
                multi("sitehook.deliveries.running", null, "Deliveries that run"), Figures.Handler::running,
                multi("sitehook.deliveries.oldest", "seconds", "Age of the event of the oldest open delivery"),
                        Figures.Handler::oldestSeconds,
                multi("sitehook.dead.letters", null, "Dead letters that are kept"), Figures.Handler::dead,
                multi("sitehook.handler.stuck.threads", null, "Threads that ignored their deadline and still run"),
                        Figures.Handler::stuckThreads);
        lastPosts = multi("sitehook.last.post.timestamp", "seconds", "When a connection's last post was stored");
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    /** Counts what happens. */
    public Meters meters() {
        return meters;
    }

    private void gauge(String name, String description, ToDoubleFunction<Figures> value) {
        gauge(name, null, description, value);
    }

    private void gauge(String name, @Nullable String unit, String description, ToDoubleFunction<Figures> value) {
        Gauge.builder(name, () -> value(value))
                .baseUnit(unit)
                .description(description)
                .register(registry);
    }

    private void counter(String name, String description, ToDoubleFunction<Figures> value) {
        FunctionCounter.builder(name, this, unused -> value(value))
                .description(description)
                .register(registry);
    }

    private double value(ToDoubleFunction<Figures> of) {
        Figures now = figures;
        return now == null ? Double.NaN : of.applyAsDouble(now);
    }

    private static ToDoubleFunction<Figures> ofRows(ToDoubleFunction<Figures.Rows> value) {
        return figures -> {
            Figures.Rows rows = figures.rows();
            return rows == null ? Double.NaN : value.applyAsDouble(rows);
        };
    }

    private MultiGauge multi(String name, @Nullable String unit, String description) {
        return MultiGauge.builder(name).baseUnit(unit).description(description).register((MeterRegistry) registry);
    }

    private synchronized void refresh() {
        long now = nanoTime.getAsLong();
        if (figures != null && now - readAt < FRESH_NANOS) {
            return;
        }
        Figures read = source.get();
        figures = read;
        readAt = now;
        Figures.Rows rows = read.rows();
        if (rows != null) {
            ofHandlers.forEach((gauge, value) -> gauge.register(
                    rows.handlers().entrySet().stream()
                            .map(handler -> MultiGauge.Row.of(
                                    Tags.of("handler", handler.getKey()), value.applyAsDouble(handler.getValue())))
                            .toList(),
                    true));
            lastPosts.register(
                    rows.lastPosts().entrySet().stream()
                            .map(post -> MultiGauge.Row.of(
                                    Tags.of("connection", post.getKey()),
                                    post.getValue().toEpochMilli() / 1_000.0))
                            .toList(),
                    true);
        }
    }

    /**
     * Writes all figures.
     *
     * @param contentType one of Prometheus's two text formats
     * @throws IOException if the stream can't be written
     */
    void write(OutputStream out, String contentType) throws IOException {
        refresh();
        registry.scrape(out, contentType);
    }

    @Override
    public void close() {
        registry.close();
    }
}
