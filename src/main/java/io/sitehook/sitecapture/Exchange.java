package io.sitehook.sitecapture;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One request and its answer. The JDK's own time limit ends with the headers, so progress is watched here: an exchange
 * in which nothing comes for a while is given up.
 */
final class Exchange {
    private static final int OK = 200;
    private static final int LONGEST_ERROR = 4_000;
    private static final int LOOKS = 4;

    private final HttpClient client;
    private final Duration idle;

    /** @param idle how long nothing may come */
    Exchange(HttpClient client, Duration idle) {
        this.client = client;
        this.idle = idle;
    }

    /**
     * What came.
     *
     * @param body the intake that was given; for a status other than 200, one with the beginning of the text
     */
    record Answer(int status, HttpHeaders headers, Intake<?> body) {}

    /** @throws IOException if no answer came, or not the whole of it, or not what the intake takes */
    Answer run(HttpRequest request, Intake<?> intake) throws IOException, InterruptedException {
        AtomicLong last = new AtomicLong(System.nanoTime());
        Runnable progress = () -> last.set(System.nanoTime());
        CompletableFuture<HttpResponse<Intake<?>>> future =
                client.sendAsync(request, info -> feeder(info, intake, progress));
        try {
            HttpResponse<Intake<?>> response = await(future, last);
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException problem) {
                throw problem;
            }
            throw new IOException(String.valueOf(e.getCause()), e.getCause());
        } catch (CancellationException e) {
            throw new IOException("cancelled", e);
        } finally {
            future.cancel(true); // a no-op after an answer; otherwise ends the connection
        }
    }

    private HttpResponse<Intake<?>> await(CompletableFuture<HttpResponse<Intake<?>>> future, AtomicLong last)
            throws InterruptedException, ExecutionException, HttpTimeoutException {
        long look = Math.max(1, idle.toMillis() / LOOKS);
        while (true) {
            try {
                return future.get(look, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (System.nanoTime() - last.get() > idle.toNanos()) {
                    throw new HttpTimeoutException("nothing came for " + idle.toSeconds() + " s");
                }
            }
        }
    }

    private static Feeder feeder(HttpResponse.ResponseInfo info, Intake<?> intake, Runnable progress) {
        progress.run();
        if (info.statusCode() != OK) {
            return new Feeder(TextIntake.beginning(LONGEST_ERROR), progress);
        }
        Feeder feeder = new Feeder(intake, progress);
        try {
            intake.begin(contentType(info.headers()));
        } catch (UnwantedException e) {
            feeder.refuse(e);
        }
        return feeder;
    }

    static String contentType(HttpHeaders headers) {
        String value = headers.firstValue("Content-Type").orElse("");
        int end = value.indexOf(';');
        return (end < 0 ? value : value.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }
}
