package io.sitehook.container;

import io.sitehook.standalone.ServedHome;
import io.sitehook.verify.Signer;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Signed posts at a steady rate, each of a project of its own, and what was answered. */
final class Traffic implements AutoCloseable {
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(60);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Signer signer = new Signer(ServedHome.SECRET.getBytes(StandardCharsets.UTF_8));
    private final AtomicLong sent = new AtomicLong();
    private final Phaser open = new Phaser(1);
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Map<String, Long> answers = new ConcurrentSkipListMap<>();
    private final URI target;
    private final String prefix;

    private Traffic(String url, String prefix) {
        target = URI.create(url + "/webhooks/sitecapture");
        this.prefix = prefix;
    }

    /** Begins to post to the web application at this URL. */
    static Traffic start(String url, String prefix, int perSecond) {
        Traffic traffic = new Traffic(url, prefix);
        ScheduledFuture<?> unused = traffic.timer.scheduleAtFixedRate(
                traffic::post, 0, TimeUnit.SECONDS.toMicros(1) / perSecond, TimeUnit.MICROSECONDS);
        return traffic;
    }

    private void post() {
        byte[] body =
                ServedHome.body(prefix + sent.incrementAndGet(), "COMPLETE").getBytes(StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(target)
                .header("x-hmac-hash", signer.hex(body))
                .timeout(LONGEST_ANSWER)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        open.register();
        client.sendAsync(request, HttpResponse.BodyHandlers.ofString()).whenComplete((answer, failure) -> {
            note(answer, failure);
            open.arriveAndDeregister();
        });
    }

    private void note(HttpResponse<String> answer, Throwable failure) {
        if (failure != null) {
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            count(cause instanceof ConnectException ? "refused" : "broken off");
            return;
        }
        count(String.valueOf(answer.statusCode()));
        if (answer.statusCode() == 200 && !acknowledged.add(ServedHome.event(answer))) {
            throw new AssertionError("one event was given out twice: " + answer.body());
        }
    }

    private void count(String answer) {
        answers.merge(answer, 1L, Long::sum);
    }

    /** Ends it and waits for the answers that are still to come. */
    @Override
    public void close() {
        timer.shutdown();
        try {
            if (!timer.awaitTermination(1, TimeUnit.MINUTES)) {
                throw new AssertionError("the posting does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        open.arriveAndAwaitAdvance();
    }

    /** The events that were answered 200. */
    Set<String> acknowledged() {
        return Set.copyOf(acknowledged);
    }

    /** How often each status was answered; {@code refused} and {@code broken off} are connections. */
    Map<String, Long> answers() {
        return Map.copyOf(answers);
    }

    @Override
    public String toString() {
        return sent + " posts: " + answers;
    }
}
