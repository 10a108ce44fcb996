package com.example.handler;

import io.sitehook.spi.Delivery;
import io.sitehook.spi.HandlerContext;
import io.sitehook.spi.Outcome;
import io.sitehook.spi.StatusChangeHandler;
import io.sitehook.spi.WorkflowStates;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.OptionalLong;

/** Posts the status changes of completed projects to a system of ours. */
public class MyHandler implements StatusChangeHandler {
    private URI url;
    private Clock clock;
    private System.Logger log;
    private HttpClient client;

    @Override
    public String name() {
        return "my-handler";
    }

    @Override
    public WorkflowStates states() {
        return WorkflowStates.of("COMPLETE");
    }

    @Override
    public void start(HandlerContext context) {
        url = URI.create(context.require("url"));
        clock = context.clock();
        log = context.logger();
        client = HttpClient.newHttpClient();
    }

    @Override
    public Outcome handle(Delivery delivery) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(Duration.between(clock.instant(), delivery.deadline()))
                .header("Idempotency-Key", delivery.idempotencyKey())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(delivery.change().body()))
                .build();
        var answer = client.send(request, BodyHandlers.discarding());
        int status = answer.statusCode();
        if (status >= 200 && status < 300) {
            log.log(System.Logger.Level.INFO, "posted {0}", delivery.idempotencyKey());
            return Outcome.done("answered " + status);
        }
        if (status == 422) {
            return Outcome.reject("answered 422: it will never take this one");
        }
        OptionalLong seconds = answer.headers().firstValueAsLong("Retry-After");
        return seconds.isPresent() && seconds.getAsLong() >= 0
                ? Outcome.retryAfter(Duration.ofSeconds(seconds.getAsLong()), "answered " + status)
                : Outcome.retry("answered " + status);
    }
}
