package io.sitehook.dispatch;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * One handler name and its places: as many attempts as its policy allows run side by side, also while its jar is
 * replaced. An attempt gives its place back when its thread has ended and its result is known, so a handler whose
 * threads hang halts itself and no other.
 */
final class Runner {
    private volatile InstalledHandler handler;
    private final DeliveryPolicy policy;
    private final AtomicInteger taken = new AtomicInteger();

    Runner(InstalledHandler handler, DeliveryPolicy policy) {
        this.handler = handler;
        this.policy = policy;
    }

    InstalledHandler handler() {
        return handler;
    }

    /** From now on attempts begin on this one; those that run finish on the one that they began on. */
    void replace(InstalledHandler replacement) {
        handler = replacement;
    }

    DeliveryPolicy policy() {
        return policy;
    }

    /** How many more attempts may begin. Only the dispatcher takes places, so there are never fewer than this says. */
    int freePlaces() {
        return policy.concurrency() - taken.get();
    }

    void takePlace() {
        taken.incrementAndGet();
    }

    void giveBackPlace() {
        taken.decrementAndGet();
    }
}
