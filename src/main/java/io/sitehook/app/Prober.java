package io.sitehook.app;

import io.sitehook.admin.AdminStore;
import io.sitehook.admin.Probe;
import io.sitehook.config.ConnectionSettings;
import io.sitehook.store.Ledger.DeliveryDetail;
import io.sitehook.store.Ledger.EventDetail;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Sends a probe by HTTP to this server itself, as the sender would, and follows it through the store. */
final class Prober implements Probe {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long LOOK_MILLIS = 20;

    private final ConnectionDirectory connections;
    private final AdminStore store;

    Prober(ConnectionDirectory connections, AdminStore store) {
        this.connections = connections;
        this.store = store;
    }

    /** One probe on its way. */
    private final class Way {
        private final List<Step> steps = new ArrayList<>();
        private final long patient = System.nanoTime() + PATIENCE.toNanos();
        private long since = System.nanoTime();

        /** Notes a step; false ends the way. */
        boolean step(String name, boolean ok, String text) {
            long now = System.nanoTime();
            steps.add(new Step(name, ok, Duration.ofNanos(now - since).toMillis(), text));
            since = now;
            return ok;
        }

        /** Looks until it is so, for as long as there is patience. */
        @Nullable
        EventDetail until(String event, Predicate<EventDetail> condition) {
            while (true) {
                EventDetail detail = store.ledger().event(event).orElse(null);
                if ((detail != null && condition.test(detail)) || System.nanoTime() > patient) {
                    return detail;
                }
                try {
                    Thread.sleep(LOOK_MILLIS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return detail;
                }
            }
        }
    }

    @Override
    public Outcome run(String connection, URI base) {
        Way way = new Way();
        String event = go(way, connection, base);
        boolean ok = way.steps.stream().allMatch(Step::ok);
        return new Outcome(ok, event, List.copyOf(way.steps));
    }

    private @Nullable String go(Way way, String name, URI base) {
        ConnectionSettings connection = connections.settings(name);
        if (connection == null) {
            way.step("http", false, "there is no connection " + name);
            return null;
        }
        ProbePost post = ProbePost.of(connection);
        if (post == null) {
            way.step("http", false, "the connection has no HMAC shared secret to sign with");
            return null;
        }
        ProbePost.Answer answer;
        try {
            answer = post.send(URI.create(base + "/webhooks/" + name), PATIENCE);
        } catch (IOException e) {
            way.step("http", false, "the server can't be reached at " + base + ": " + e.getMessage());
            return null;
        }
        String event = event(answer.body());
        boolean taken = answer.status() == 200 && event != null;
        if (!way.step("http", taken, "answered " + answer.status() + (taken ? "" : ": " + answer.body()))
                || event == null) {
            return null;
        }
        EventDetail stored = way.until(event, detail -> true);
        if (stored == null) {
            way.step("store", false, "the answer named the event " + event + ", but it is not in the database");
            return event;
        }
        way.step("signature", true, stored.signature());
        way.step("store", true, "stored as event " + event);
        EventDetail routed = way.until(event, detail -> !detail.row().state().equals("RECEIVED"));
        String state = routed == null ? "gone" : routed.row().state();
        if (!way.step("routing", state.equals("ROUTED"), routing(state))) {
            return event;
        }
        EventDetail begun = way.until(event, detail -> run(detail, "") != null);
        if (!way.step(
                "dispatch",
                begun != null && run(begun, "") != null,
                connection.activity() == ConnectionSettings.Activity.ACTIVE
                        ? "given to the built-in handler"
                        : "waits, because the connection is " + connection.activity())) {
            return event;
        }
        EventDetail done = way.until(event, detail -> run(detail, "DONE") != null);
        way.step("done", done != null && run(done, "DONE") != null, "the result is recorded");
        return event;
    }

    private static String routing(String state) {
        return switch (state) {
            case "ROUTED" -> "routed to the built-in handler";
            case "IGNORED" -> "ignored: the connection selects no workflow state at all";
            case "RECEIVED" -> "it still waits to be routed";
            default -> "its state is " + state;
        };
    }

    private static @Nullable DeliveryDetail run(EventDetail event, String state) {
        return event.deliveries().stream()
                .filter(delivery -> !delivery.runs().isEmpty())
                .filter(delivery -> state.isEmpty() || delivery.state().equals(state))
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String event(String body) {
        try (JsonReader reader = Json.createReader(new StringReader(body))) {
            JsonObject answer = reader.readObject();
            return answer.getString("event", null);
        } catch (JsonException | ClassCastException e) {
            return null;
        }
    }
}
