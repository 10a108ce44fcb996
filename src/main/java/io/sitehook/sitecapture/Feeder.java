package io.sitehook.sitecapture;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Feeds a body to an intake, one piece after the other. */
final class Feeder implements HttpResponse.BodySubscriber<Intake<?>> {
    private final Intake<?> intake;
    private final Runnable progress;
    private final CompletableFuture<Intake<?>> body = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;

    /** @param progress is run whenever something has come */
    Feeder(Intake<?> intake, Runnable progress) {
        this.intake = intake;
        this.progress = progress;
    }

    /** Fails the body before it begins. */
    void refuse(IOException reason) {
        body.completeExceptionally(reason);
    }

    @Override
    public CompletionStage<Intake<?>> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        if (body.isDone()) {
            given.cancel();
        } else {
            given.request(1);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> pieces) {
        Flow.Subscription from = subscription;
        if (from == null || body.isDone()) {
            return;
        }
        progress.run();
        try {
            for (ByteBuffer piece : pieces) {
                intake.take(piece);
            }
            from.request(1);
        } catch (IOException | RuntimeException e) {
            body.completeExceptionally(e);
            from.cancel();
        }
    }

    @Override
    public void onError(Throwable failure) {
        body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        body.complete(intake);
    }
}
