package io.sitehook.relay;

import io.sitehook.relay.CircuitBreaker.Permit;
import io.sitehook.relay.GuardedResolver.RefusedAddressException;
import io.sitehook.spi.Delivery;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One subscription at work: sends status changes to its target, one attempt at a time for each that it is called for.
 * Thread-safe.
 */
public final class Relay {
    private static final Duration BEFORE_DEADLINE = Duration.ofSeconds(1);
    private static final Duration SHORTEST = Duration.ofMillis(100);

    private final Subscription subscription;
    private final RelayParts parts;
    private final SignedRequest request;
    private final TargetClient client;
    private final CircuitBreaker breaker;
    private volatile @Nullable String lastFailure;

    // Guarded by this.
    private int holds;
    private boolean retired;

    /** Makes it ready; nothing is connected to before the first status change. */
    public Relay(Subscription subscription, RelayParts parts) {
        this.subscription = subscription;
        this.parts = parts;
        request = new SignedRequest(subscription, parts.instance());
        AddressGuard guard = new AddressGuard(subscription.allowPrivate(), subscription.allowedNetworks());
        client = new TargetClient(
                subscription, new GuardedResolver(parts.resolver(), guard), parts.tls(), parts.threads());
        breaker = new CircuitBreaker(subscription.breakerFailures(), subscription.breakerWait(), parts.clock());
    }

    public Subscription subscription() {
        return subscription;
    }

    /** How the circuit breaker stands now. */
    public BreakerState breaker() {
        return breaker.state();
    }

    /** Why the last request that failed did, in words; empty if the last one went well. */
    public Optional<String> lastFailure() {
        return Optional.ofNullable(lastFailure);
    }

    /**
     * Counts a user of this relay: the dispatcher during one of its turns, or an attempt.
     *
     * @return false if it is retired; then nothing was counted
     */
    public synchronized boolean hold() {
        if (retired) {
            return false;
        }
        holds++;
        return true;
    }

    /** Ends one {@link #hold()}. */
    public synchronized void release() {
        holds--;
        closeIfUnused();
    }

    /** Takes on nothing more; what runs ends, then the connections are closed. */
    public synchronized void retire() {
        retired = true;
        closeIfUnused();
    }

    private void closeIfUnused() {
        if (retired && holds == 0) {
            client.close();
        }
    }

    /** How many more attempts may begin now. To be asked by the dispatcher during its turn, while it holds. */
    public synchronized int places() {
        return breaker.places(holds - 1);
    }

    /**
     * Sends one status change, on the caller's thread.
     *
     * @param hops the Sitehooks that it came through before it came here, oldest first
     * @throws InterruptedException if the thread is interrupted; the request is broken off
     */
    public Sending send(Delivery delivery, Hops hops) throws InterruptedException {
        if (hops.contains(parts.instance())) {
            return new Sending.Done(
                    "not sent: it went through here before, and came back over " + hops.size() + " hops");
        }
        if (hops.size() >= Hops.MOST) {
            return new Sending.Refused("not sent: it came over " + hops.size()
                    + " hops already, which is the most; there is probably a loop of relays");
        }
        Permit permit = breaker.begin();
        if (permit == Permit.NONE) {
            return new Sending.Failed("not sent: the target has a rest", untilRestIsOver(), false);
        }
        StatusChangeBody body;
        try {
            body = StatusChangeBody.of(delivery.change().body(), subscription.apiKey());
        } catch (RuntimeException e) {
            return new Sending.Refused("not sent: the stored body can't be read as a status change");
        }
        return post(delivery, body.bytes(), hops, permit);
    }

    private Sending post(Delivery delivery, byte[] body, Hops hops, Permit permit) throws InterruptedException {
        Duration left =
                Duration.between(parts.clock().instant(), delivery.deadline().minus(BEFORE_DEADLINE));
        Duration limit = left.compareTo(subscription.timeout()) < 0 ? left : subscription.timeout();
        if (limit.compareTo(SHORTEST) < 0) {
            limit = SHORTEST;
        }
        try {
            return judged(answer(delivery, body, hops, limit), permit);
        } catch (RefusedAddressException e) {
            return failed(String.valueOf(e.getMessage()), Optional.empty(), permit != Permit.PROBE);
        } catch (IOException e) {
            return failed(FailureText.of(e, subscription.url()), Optional.empty(), permit != Permit.PROBE);
        }
    }

    /** While two secrets are in use, the receiver may know only one of them: the other one is tried at once. */
    private Answer answer(Delivery delivery, byte[] body, Hops hops, Duration limit)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        int secret = request.preferred();
        Answer answer = post(delivery, body, hops, secret, limit);
        Duration left = limit.minusNanos(System.nanoTime() - start);
        if (answer.mayMeanWrongSignature() && request.secrets() > 1 && left.compareTo(SHORTEST) > 0) {
            int other = (secret + 1) % request.secrets();
            Answer second = post(delivery, body, hops, other, left);
            if (second.isGood()) {
                request.prefer(other);
                return second;
            }
        }
        return answer;
    }

    private Answer post(Delivery delivery, byte[] body, Hops hops, int secret, Duration limit)
            throws IOException, InterruptedException {
        return client.post(
                subscription.url(),
                request.headers(
                        delivery.change().id(),
                        body,
                        hops,
                        delivery.traceparent(),
                        secret,
                        parts.clock().instant()),
                body,
                limit);
    }

    private Sending judged(Answer answer, Permit permit) {
        String text = request.withoutSecrets(answer.text());
        String words = "answered " + answer.status() + (text.isBlank() ? "" : ": " + Printable.of(text.strip()));
        if (answer.isGood()) {
            breaker.succeeded();
            lastFailure = null;
            return new Sending.Done(words);
        }
        if (answer.status() == 410) {
            lastFailure = words;
            return new Sending.Gone(words);
        }
        if (answer.isRedirect()) {
            words += ". Redirects are not followed: set the URL that it leads to";
        }
        Optional<Duration> after = RetryAfter.read(answer.retryAfter(), parts.clock());
        if (answer.isTrouble()) {
            after.ifPresent(breaker::rest);
        }
        return failed(words, after, permit != Permit.PROBE || !answer.isTrouble());
    }

    private Sending failed(String reason, Optional<Duration> after, boolean counts) {
        lastFailure = reason;
        breaker.failed();
        Optional<Duration> rest = untilRestIsOver();
        rest.ifPresent(parts.wakeUp());
        return new Sending.Failed(reason, counts ? after : after.or(() -> rest), counts);
    }

    private Optional<Duration> untilRestIsOver() {
        return Optional.ofNullable(breaker.state().until())
                .map(until -> Duration.between(parts.clock().instant(), until))
                .map(rest -> rest.isNegative() ? Duration.ZERO : rest);
    }
}
