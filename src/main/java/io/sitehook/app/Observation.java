package io.sitehook.app;

import io.sitehook.config.Secret;
import io.sitehook.metrics.Exposition;
import io.sitehook.metrics.Figures;
import io.sitehook.metrics.Meters;
import io.sitehook.metrics.MetricsServlet;
import io.sitehook.metrics.MetricsTokenFilter;
import io.sitehook.receive.AnswerListener;
import io.sitehook.receive.RejectionListener;
import io.sitehook.store.Counters;
import io.sitehook.store.Receipt;
import io.sitehook.store.Store;
import io.sitehook.store.StoreUnavailableException;
import io.sitehook.store.Worklist.Backlog;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContext;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The figures for machines: what hears of what happens, and what is read when they are asked for. */
final class Observation implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(Observation.class.getName());
    private static final String PATH = "/metrics";

    private final Supplier<@Nullable Store> store;
    private final AnswerCount answers;
    private final Supplier<Map<String, Integer>> stuckThreads;
    private final Clock clock;
    private final Exposition exposition = new Exposition(this::figures, System::nanoTime);

    Observation(
            Supplier<@Nullable Store> store,
            AnswerCount answers,
            Supplier<Map<String, Integer>> stuckThreads,
            Clock clock) {
        this.store = store;
        this.answers = answers;
        this.stuckThreads = stuckThreads;
        this.clock = clock;
    }

    Meters meters() {
        return exposition.meters();
    }

    /** Puts the servlet there; the admin page's locks come behind the filter. */
    void register(ServletContext context, Optional<Secret> token) {
        MetricsServlet servlet = new MetricsServlet(exposition);
        context.addFilter("metrics-token", new MetricsTokenFilter(token, servlet))
                .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, PATH);
        context.addServlet("metrics", servlet).addMapping(PATH, "/admin" + PATH);
    }

    private Figures figures() {
        Store open = store.get();
        if (open == null) {
            return new Figures(false, 0, answers.answered(), 0, null);
        }
        Figures.Rows rows = null;
        try {
            rows = rows(open);
        } catch (StoreUnavailableException e) {
            LOGGER.log(Level.DEBUG, "some figures are left out, because the store can't be read", e);
        }
        return new Figures(
                open.trouble().isEmpty(),
                open.queued(),
                answers.answered(),
                open.ledger().sizeBytes(),
                rows);
    }

    private Figures.Rows rows(Store open) {
        Counters counters = open.counters();
        Backlog backlog = counters.backlog();
        Map<String, Figures.Handler> handlers = new HashMap<>();
        Map<String, Integer> stuck = stuckThreads.get();
        Instant now = clock.instant();
        counters.handlers().forEach((name, its) -> {
            Instant oldest = its.oldestWaiting();
            double age = oldest == null
                    ? 0
                    : Math.max(0, Duration.between(oldest, now).toMillis() / 1_000.0);
            handlers.put(
                    name,
                    new Figures.Handler(its.waiting(), its.running(), age, its.dead(), stuck.getOrDefault(name, 0)));
        });
        Map<String, Instant> lastPosts = new HashMap<>();
        counters.connections().forEach((name, its) -> {
            Instant last = its.lastEventAt();
            if (last != null) {
                lastPosts.put(name, last);
            }
        });
        return new Figures.Rows(
                answers.audit().committed(), backlog.parked(), backlog.unreadable(), handlers, lastPosts);
    }

    /** Tells the meters what the desk hears too. */
    RejectionListener with(RejectionListener desk) {
        Meters meters = meters();
        return new RejectionListener() {
            @Override
            public void rejected(Rejected post) {
                meters.rejected(post);
                desk.rejected(post);
            }

            @Override
            public void refused(String reason) {
                meters.refused(reason);
            }

            @Override
            public void verified(String connection, String secret, String form) {
                desk.verified(connection, secret, form);
            }
        };
    }

    /** Tells the meters of the answers that are counted. */
    AnswerListener answers() {
        Meters meters = meters();
        return new AnswerListener() {
            @Override
            public void answeredStored() {
                answers.answeredStored();
            }

            @Override
            public void answered(String connection, Receipt.Result result) {
                meters.answered(connection, result);
            }
        };
    }

    @Override
    public void close() {
        exposition.close();
    }
}
