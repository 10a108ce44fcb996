package io.sitehook.app;

import io.sitehook.retention.Retention;
import io.sitehook.store.StoreUnavailableException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Gives {@link Retention} its turns, on a thread of its own: it waits for the store. */
final class RetentionThread implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(RetentionThread.class.getName());
    private static final Duration AFTER_TROUBLE = Duration.ofMinutes(1);
    private static final long LONGEST_END_MILLIS = 1_000;

    private final Retention retention;
    private final Duration firstWait;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "sitehook-retention");

    /** @param firstWait how long after the start the first turn comes */
    RetentionThread(Retention retention, Duration firstWait) {
        this.retention = retention;
        this.firstWait = firstWait;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        Duration wait = firstWait;
        try {
            while (!stopping.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                wait = turn();
            }
        } catch (InterruptedException e) {
            LOGGER.log(Level.DEBUG, "retention was ended by the stop", e);
        }
    }

    private Duration turn() throws InterruptedException {
        try {
            return retention.turn();
        } catch (StoreUnavailableException e) {
            LOGGER.log(Level.WARNING, "retention goes on in a minute, because of the store: " + e.getMessage());
        } catch (RuntimeException e) {
            LOGGER.log(Level.ERROR, "retention failed; nothing was lost, and it is tried again in a minute", e);
        }
        return AFTER_TROUBLE;
    }

    @Override
    public void close() {
        stopping.countDown();
        thread.interrupt();
        try {
            thread.join(LONGEST_END_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
