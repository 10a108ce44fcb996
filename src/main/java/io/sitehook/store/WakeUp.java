package io.sitehook.store;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Tells the dispatcher that there may be work. It is how what comes in and what goes out meet without knowing each
 * other. Rings while nobody waits are remembered, as one. Safe for many ringing threads and one waiting thread.
 */
public final class WakeUp {
    private final Semaphore rung = new Semaphore(0);

    /** There may be work. Never blocks. */
    public void ring() {
        if (rung.availablePermits() == 0) {
            rung.release();
        }
    }

    /**
     * Waits for a ring.
     *
     * @param most how long at most
     * @return true if it rang
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public boolean await(Duration most) throws InterruptedException {
        boolean woken = rung.tryAcquire(Math.max(0, most.toMillis()), TimeUnit.MILLISECONDS);
        rung.drainPermits();
        return woken;
    }
}
