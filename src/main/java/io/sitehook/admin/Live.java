package io.sitehook.admin;

import io.sitehook.store.DaemonThreads;
import io.sitehook.store.Ledger.EventRow;
import jakarta.json.bind.Jsonb;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The status and new events as they come, by server-sent events: {@code status} every two seconds if it has changed,
 * {@code event} for each event. One thread looks for all who watch, and only while somebody does; an open page costs a
 * connection and no thread, and one that does not read holds up nobody.
 */
public final class Live extends HttpServlet implements AutoCloseable {
    private static final long serialVersionUID = 1L;
    private static final System.Logger LOGGER = System.getLogger(Live.class.getName());
    private static final int MOST_WATCHERS = 200;
    private static final int MOST_EVENTS = 50;
    private static final int TURNS_BETWEEN_SIGNS_OF_LIFE = 15;

    private final transient AdminStore store;
    private final transient StatusReport report;
    private final transient Jsonb jsonb = new JsonFormat().jsonb();
    private final transient Set<LiveStream> streams = ConcurrentHashMap.newKeySet();
    private final transient ScheduledThreadPoolExecutor timer;
    private transient @Nullable ScheduledFuture<?> looking; // guarded by this
    private transient boolean closed; // guarded by this
    private transient volatile @Nullable String lastEvent;
    private final transient DaemonThreads threads = new DaemonThreads("sitehook-admin-live");
    private transient volatile String lastStatus = "";
    private transient long turns;

    /** Makes the one source; nothing runs before somebody watches. */
    public Live(AdminStore store, StatusReport report) {
        this.store = store;
        this.report = report;
        timer = new ScheduledThreadPoolExecutor(1, threads);
        timer.setRemoveOnCancelPolicy(true);
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        synchronized (this) {
            if (closed || streams.size() >= MOST_WATCHERS) {
                response.setHeader("Retry-After", "10");
                response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
                return;
            }
            response.setContentType("text/event-stream");
            response.setCharacterEncoding("UTF-8");
            response.setHeader("Cache-Control", "no-store");
            response.setHeader("X-Accel-Buffering", "no"); // nginx would wait for more
            AsyncContext context = request.startAsync();
            context.setTimeout(0);
            LiveStream stream = new LiveStream(context, request.getSession(false), streams::remove);
            streams.add(stream);
            stream.send(bytes("retry: 3000\n\n"));
            if (!lastStatus.isEmpty() && looking != null) {
                stream.send(message("status", lastStatus));
            }
            stream.open();
            if (looking == null) {
                lastEvent = null;
                lastStatus = "";
                looking = timer.scheduleWithFixedDelay(this::turn, 0, 1, TimeUnit.SECONDS);
            }
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** JSON has no line ends in it, so one line of data is enough. */
    private static byte[] message(String name, String json) {
        return bytes("event: " + name + "\ndata: " + json + "\n\n");
    }

    private void turn() {
        try {
            streams.forEach(LiveStream::closeIfLoggedOut);
            synchronized (this) {
                ScheduledFuture<?> present = looking;
                if (streams.isEmpty() && present != null) {
                    present.cancel(false);
                    looking = null;
                    return;
                }
            }
            look();
        } catch (RuntimeException e) {
            // The store is down, or closing: the next turn looks again.
            LOGGER.log(System.Logger.Level.DEBUG, "nothing could be told to those who watch", e);
        }
    }

    private void look() {
        turns++;
        String last = lastEvent;
        if (last == null) {
            lastEvent = store.ledger().newestEvent().orElse("");
        } else {
            List<EventRow> events = store.ledger().eventsAfter(last, MOST_EVENTS);
            for (EventRow event : events) {
                all(message("event", jsonb.toJson(event)));
                lastEvent = event.id();
            }
            if (events.size() == MOST_EVENTS) {
                // More came than anybody reads: go on with the newest.
                lastEvent = store.ledger().newestEvent().orElse("");
            }
        }
        if (turns % 2 == 1) {
            StatusView status = report.now();
            String json = jsonb.toJson(status);
            if (!sameBut(status.time(), json)) {
                lastStatus = json;
                all(message("status", json));
            }
        }
        if (turns % TURNS_BETWEEN_SIGNS_OF_LIFE == 0) {
            all(bytes(": here\n\n"));
        }
    }

    /** Whether the status says what the last one said, at another time. */
    private boolean sameBut(Instant time, String json) {
        String text = JsonFormat.text(time);
        int at = json.indexOf(text);
        return lastStatus.length() == json.length()
                && at >= 0
                && lastStatus.regionMatches(0, json, 0, at)
                && lastStatus.regionMatches(at + text.length(), json, at + text.length(), json.length());
    }

    private void all(byte[] message) {
        streams.forEach(stream -> stream.send(message));
    }

    /** How many watch. */
    int watchers() {
        return streams.size();
    }

    /** Ends all streams and the thread. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            timer.shutdownNow();
        }
        streams.forEach(LiveStream::close);
        threads.awaitEnd();
    }
}
