package io.sitehook.app;

import io.sitehook.dispatch.Forwarded;
import io.sitehook.dispatch.InstalledHandler;
import io.sitehook.dispatch.PostponedException;
import io.sitehook.relay.Hops;
import io.sitehook.relay.Relay;
import io.sitehook.relay.Sending;
import io.sitehook.spi.Delivery;
import io.sitehook.spi.Outcome;
import io.sitehook.spi.WorkflowStates;
import io.sitehook.store.Worklist;
import java.time.Duration;
import java.util.function.Consumer;

/** A subscription as the dispatcher knows handlers. While it is paused, what is to be sent waits. */
final class RelayHandler implements InstalledHandler {
    private static final Worklist.Unit UNIT = new Worklist.Unit("relay", "", "");
    private static final Duration WHILE_GONE = Duration.ofMinutes(1);

    private final Relay relay;
    private final boolean paused;
    private final Consumer<String> gone;

    /** @param gone told what the target said when it wants nothing more */
    RelayHandler(Relay relay, boolean paused, Consumer<String> gone) {
        this.relay = relay;
        this.paused = paused;
        this.gone = gone;
    }

    @Override
    public String name() {
        return relay.subscription().handler();
    }

    @Override
    public WorkflowStates states() {
        return relay.subscription().states();
    }

    @Override
    public Worklist.Unit unit() {
        return UNIT;
    }

    @Override
    public Outcome handle(Delivery delivery) throws InterruptedException, PostponedException {
        Hops hops = delivery.change() instanceof Forwarded forwarded
                ? Hops.of(forwarded.hops().orElse(null))
                : Hops.NONE;
        Sending sending = relay.send(delivery, hops);
        if (sending instanceof Sending.Done done) {
            return Outcome.done(done.note());
        }
        if (sending instanceof Sending.Refused refused) {
            return Outcome.reject(refused.reason());
        }
        if (sending instanceof Sending.Gone wantsNoMore) {
            gone.accept(wantsNoMore.reason());
            throw new PostponedException(
                    WHILE_GONE, wantsNoMore.reason() + "; the subscription is deactivated, and this waits");
        }
        Sending.Failed failed = (Sending.Failed) sending;
        if (!failed.counts()) {
            throw new PostponedException(failed.after().orElse(Duration.ZERO), failed.reason());
        }
        return failed.after()
                .map(after -> Outcome.retryAfter(after, failed.reason()))
                .orElseGet(() -> Outcome.retry(failed.reason()));
    }

    @Override
    public int places() {
        return relay.places();
    }

    @Override
    public boolean hold() {
        return !paused && relay.hold();
    }

    @Override
    public void release() {
        relay.release();
    }
}
