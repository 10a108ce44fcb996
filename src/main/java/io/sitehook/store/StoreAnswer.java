package io.sitehook.store;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Waits for the store, on threads that may. */
public final class StoreAnswer {
    private StoreAnswer() {}

    /**
     * Waits until the store has answered.
     *
     * @throws StoreUnavailableException if it can't do it now
     * @throws IllegalStateException if it refused what was asked
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public static <T> T await(CompletableFuture<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StoreUnavailableException unavailable) {
                throw unavailable;
            }
            throw new IllegalStateException("the store refused the work", e.getCause());
        }
    }
}
