package io.sitehook.admin;

import io.sitehook.admin.StatusView.ConnectionState;
import io.sitehook.admin.StatusView.Counts;
import io.sitehook.admin.StatusView.HandlerState;
import io.sitehook.admin.StatusView.Reason;
import io.sitehook.admin.StatusView.ServerState;
import io.sitehook.admin.StatusView.StoreState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Says in sentences what is not well, the worst first, each with the page where it is mended. */
final class Reasons {
    private final List<Reason> trouble = new ArrayList<>();
    private final List<Reason> attention = new ArrayList<>();

    private void trouble(String text, String href) {
        trouble.add(new Reason("trouble", text, href));
    }

    private void attention(String text, String href) {
        attention.add(new Reason("attention", text, href));
    }

    void store(StoreState store) {
        if (!store.ok()) {
            trouble("Posts are answered 503: " + store.trouble() + ".", "#/about");
        }
    }

    void connections(List<ConnectionState> connections, Instant now) {
        if (connections.isEmpty()) {
            attention("No connection is set up, so every post is answered 404.", "#/connections/new");
        }
        for (ConnectionState connection : connections) {
            String href = "#/connections/" + connection.name();
            if (connection.activity().equals("deactivated")) {
                continue;
            }
            if (!connection.hasSecret()) {
                trouble(
                        "Connection " + connection.name()
                                + " has no HMAC shared secret, so its posts are answered 503.",
                        href);
            }
            if (connection.activity().equals("paused")) {
                attention("Connection " + connection.name() + " is paused: what it takes is kept.", href);
            }
            Instant silentSince = connection.silentSince();
            if (silentSince != null) {
                attention(
                        "Connection " + connection.name() + " is silent: nothing has come in for "
                                + span(Duration.between(silentSince, now)) + ".",
                        href);
            }
        }
    }

    void handlers(List<HandlerState> handlers, Handlers installed) {
        for (HandlerState handler : handlers) {
            long open = handler.pending() + handler.running();
            if (!handler.installed() && open > 0) {
                attention(
                        count(open, "delivery waits", "deliveries wait") + " for handler " + handler.name()
                                + ", which is not installed.",
                        "#/handlers");
            }
            if (handler.paused()) {
                attention("Handler " + handler.name() + " is paused.", "#/handlers");
            }
            if (handler.stuckThreads() > 0) {
                attention(
                        count(handler.stuckThreads(), "thread", "threads") + " of handler " + handler.name()
                                + " went past the deadline and did not end.",
                        "#/handlers");
            }
        }
        for (Handlers.Problem problem : installed.problems()) {
            attention(problem.unit() + " is not used: " + problem.what(), "#/handlers");
        }
    }

    void servers(List<ServerState> servers) {
        for (ServerState server : servers) {
            if (!server.alive()) {
                attention(
                        "Server " + server.name()
                                + " is away. The others do its work; what only it has a handler for waits.",
                        "#/status");
            }
        }
    }

    void counts(Counts counts) {
        if (counts.dead() > 0) {
            attention(count(counts.dead(), "delivery has", "deliveries have") + " failed for good.", "#/failures");
        }
        if (counts.unreadable() > 0) {
            attention(
                    count(counts.unreadable(), "event", "events") + " can't be read and can be repaired.",
                    "#/events?state=unreadable");
        }
        if (counts.parked() > 0) {
            attention(
                    count(counts.parked(), "event has", "events have") + " a workflow state that no handler takes.",
                    "#/coverage");
        }
    }

    private static String span(Duration time) {
        return time.toHours() >= 48
                ? time.toDays() + " days"
                : time.toMinutes() >= 120 ? time.toHours() + " hours" : count(time.toMinutes(), "minute", "minutes");
    }

    private static String count(long count, String one, String many) {
        return count + " " + (count == 1 ? one : many);
    }

    String level() {
        return !trouble.isEmpty() ? "trouble" : !attention.isEmpty() ? "attention" : "well";
    }

    List<Reason> all() {
        List<Reason> all = new ArrayList<>(trouble);
        all.addAll(attention);
        return List.copyOf(all);
    }
}
