package io.sitehook.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Posts at a fixed rate, whether or not earlier ones were answered. Times count from when a post was due, so that a server
 * that stalls does not get the posts that it held up left out. Times are microseconds since 1970, of this machine's clock.
 */
final class Paced {
    private static final AtomicLong NUMBERS = new AtomicLong(500_000_000);

    private final List<Long> micros = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, Answered> answered = Collections.synchronizedMap(new HashMap<>());

    private Paced() {}

    /** When the post of an event was due, and when its answer was there. */
    record Answered(long due, long at) {}

    /**
     * Posts, and waits for the answers.
     *
     * @throws IOException if one was not answered by 200
     */
    static Paced run(URI url, int perSecond, Duration duration) throws IOException, InterruptedException {
        Paced paced = new Paced();
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        List<HttpRequest> requests = requests(url, (int) (perSecond * duration.toSeconds()));
        List<CompletableFuture<Void>> open = new ArrayList<>();
        long interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
        long begun = System.nanoTime();
        long begunMicros = Clocks.micros();
        for (int i = 0; i < requests.size(); i++) {
            for (long left = 1; left > 0; left = begun + i * interval - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            long due = begunMicros + i * interval / 1_000;
            open.add(client.sendAsync(requests.get(i), HttpResponse.BodyHandlers.ofString())
                    .thenAccept(answer -> paced.note(answer, due)));
        }
        try {
            CompletableFuture.allOf(open.toArray(CompletableFuture[]::new))
                    .orTimeout(30, TimeUnit.SECONDS)
                    .join();
        } catch (java.util.concurrent.CompletionException e) {
            throw new IOException("a post at " + perSecond + "/s went wrong", e);
        }
        return paced;
    }

    private static List<HttpRequest> requests(URI url, int count) {
        List<HttpRequest> requests = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String body = Posts.body(NUMBERS.incrementAndGet());
            requests.add(HttpRequest.newBuilder(url)
                    .timeout(Duration.ofSeconds(20))
                    .header("x-hmac-hash", Posts.signature(body))
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build());
        }
        return requests;
    }

    private void note(HttpResponse<String> answer, long due) {
        long now = Clocks.micros();
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("answered " + answer.statusCode() + ": " + answer.body());
        }
        micros.add(now - due);
        answered.put(answer.body().replaceFirst("(?s).*\"event\":\"([^\"]+)\".*", "$1"), new Answered(due, now));
    }

    double percentileMillis(double part) {
        return Clocks.percentile(micros, part) / 1e3;
    }

    /** By the id of the event. */
    Map<String, Answered> answered() {
        return answered;
    }
}
