package io.sitehook.app;

import io.sitehook.store.StoreUnavailableException;
import java.lang.System.Logger.Level;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Tries to open a store that can't be opened until it can, and names each new reason once. */
final class OpeningAgain {
    private static final System.Logger LOGGER = System.getLogger(OpeningAgain.class.getName());
    private static final long SECONDS = 5;

    private final ScheduledExecutorService timer;
    private final Runnable opening;
    private String lastProblem = "";

    /**
     * Makes it; nothing is tried yet.
     *
     * @param opening opens the store, or throws {@link StoreUnavailableException}
     */
    OpeningAgain(ScheduledExecutorService timer, Runnable opening) {
        this.timer = timer;
        this.opening = opening;
    }

    /** Opening failed: it is tried again in a while. */
    void after(StoreUnavailableException reason) {
        String problem = String.valueOf(reason.getMessage());
        if (!problem.equals(lastProblem)) {
            lastProblem = problem;
            LOGGER.log(
                    Level.ERROR,
                    "posts are answered 503, because the store can't be opened: " + problem
                            + ". It is tried again every " + SECONDS + " s");
        }
        try {
            ScheduledFuture<?> unused = timer.schedule(this::tryIt, SECONDS, TimeUnit.SECONDS);
        } catch (RejectedExecutionException e) {
            LOGGER.log(Level.DEBUG, "the server stops", e);
        }
    }

    private void tryIt() {
        try {
            opening.run();
        } catch (StoreUnavailableException e) {
            after(e);
        }
    }
}
