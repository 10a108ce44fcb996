package io.sitehook.standalone;

import io.sitehook.config.DeliverySettings;
import io.sitehook.config.Settings;
import io.sitehook.spi.StatusChange;
import io.sitehook.spi.StatusChangeHandler;
import io.sitehook.spi.testing.AttemptResult;
import io.sitehook.spi.testing.HandlerRun;
import io.sitehook.spi.testing.TestContext;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Plays events into handlers, one attempt for each, and prints a line for each. */
final class Trial {
    private final Settings settings;
    private final PrintWriter out;
    private final PrintWriter err;
    private final List<Tried> handlers = new ArrayList<>();
    private boolean allDone = true;
    private boolean anyRun;

    /** A handler and what its attempts take the time from. */
    private record Tried(String name, HandlerRun run, TestContext context) {}

    Trial(Settings settings, PrintWriter out, PrintWriter err) {
        this.settings = settings;
        this.out = out;
        this.err = err;
    }

    /** Adds a handler that has been started. */
    void add(StatusChangeHandler handler) throws Exception {
        String name = handler.name();
        TestContext context = TestContext.forHandler(name);
        handlers.add(new Tried(name, HandlerRun.start(handler, context), context));
    }

    /**
     * Plays all lines.
     *
     * @param events webhook bodies, one in a line; blank lines are left out
     * @return whether at least one attempt was made, and all were done, and all lines could be read
     */
    boolean play(byte[] events) throws InterruptedException {
        int number = 1;
        int start = 0;
        for (int at = 0; at <= events.length; at++) {
            if (at == events.length || events[at] == '\n') {
                playLine(number++, Arrays.copyOfRange(events, start, at));
                start = at + 1;
            }
        }
        if (!anyRun) {
            print("No event reached a handler.");
        }
        return allDone && anyRun;
    }

    private void playLine(int number, byte[] line) throws InterruptedException {
        if (isBlank(line)) {
            return;
        }
        EventLine read = EventLine.read(line);
        StatusChange change = read.change();
        if (change == null) {
            allDone = false;
            print("line " + number + ": can't be read: " + read.problem());
            return;
        }
        String what = "line " + number + ": project " + change.projectId() + ", "
                + change.workflowState().orElse("no state");
        boolean taken = false;
        for (Tried tried : handlers) {
            if (tried.run.takes(change)) {
                taken = true;
                attempt(what + ", " + tried.name + ": ", tried, change);
            }
        }
        if (!taken) {
            String kind = change.field("event").orElse("");
            print(what + ": no handler takes " + (kind.equals("status_change") ? "it" : "events of the kind " + kind));
        }
    }

    private static boolean isBlank(byte[] line) {
        for (byte character : line) {
            if (character != ' ' && character != '\t' && character != '\r') {
                return false;
            }
        }
        return true;
    }

    private void attempt(String what, Tried tried, StatusChange change) throws InterruptedException {
        DeliverySettings delivery = settings.deliveryFor(tried.name);
        Instant now = Instant.now();
        tried.context.clock().set(now);
        long start = System.nanoTime();
        AttemptResult result = tried.run.handle(tried.run
                .delivery(change)
                .deadline(now.plus(delivery.deadline()))
                .build());
        Duration taken = Duration.ofNanos(System.nanoTime() - start);
        anyRun = true;
        allDone &= result.kind() == AttemptResult.Kind.DONE;
        print(what + words(result, delivery) + " (" + taken.toMillis() + " ms)");
        result.thrown().ifPresent(this::printStackTrace);
    }

    private static String words(AttemptResult result, DeliverySettings delivery) {
        String word =
                switch (result.kind()) {
                    case DONE -> "done";
                    case RETRY ->
                        "retry after "
                                + result.delay()
                                        .map(Trial::brief)
                                        .orElseGet(() -> "about "
                                                + brief(delivery.schedule().get(0)));
                    case REJECTED -> "rejected";
                    case FAILED -> "failed";
                    case TIMED_OUT -> "timed out";
                };
        return result.text().isEmpty() ? word : word + ": " + result.text();
    }

    /** A duration as in the settings, for example 2m or 1h30m. */
    private static String brief(Duration duration) {
        return duration.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
    }

    private void print(String line) {
        out.println(OneLine.of(line));
        out.flush();
    }

    /** Exceptions of handlers may fail themselves when they are asked for anything. */
    private void printStackTrace(Throwable thrown) {
        try {
            thrown.printStackTrace(err);
        } catch (Throwable broken) {
            err.println("its stack trace can't be had: " + broken.getClass().getName());
        }
        err.flush();
    }
}
