package io.sitehook.app;

import io.sitehook.retention.Retention;
import io.sitehook.store.DaemonThreads;
import io.sitehook.store.StoreUnavailableException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Gives {@link Retention} its turns, on a thread of its own: it waits for the store. */
final class RetentionThread implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(RetentionThread.class.getName());
    private static final Duration IN_A_MINUTE = Duration.ofMinutes(1);
    /** Longer than a turn with the wait after it, so that one server goes on while it lives. */
    private static final Duration MINE = Duration.ofMinutes(10);

    private final Retention retention;
    private final Duration firstWait;
    private final Predicate<Duration> myTurn;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "sitehook-retention");

    /**
     * @param firstWait how long after the start the first turn comes
     * @param myTurn whether this server is the one to do it, for that time
     */
    RetentionThread(Retention retention, Duration firstWait, Predicate<Duration> myTurn) {
        this.myTurn = myTurn;
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
            return myTurn.test(MINE) ? retention.turn() : IN_A_MINUTE;
        } catch (StoreUnavailableException e) {
            LOGGER.log(Level.WARNING, "retention goes on in a minute, because of the store: " + e.getMessage());
        } catch (RuntimeException e) {
            LOGGER.log(Level.ERROR, "retention failed; nothing was lost, and it is tried again in a minute", e);
        }
        return IN_A_MINUTE;
    }

    @Override
    public void close() {
        stopping.countDown();
        DaemonThreads.end(thread);
    }
}
