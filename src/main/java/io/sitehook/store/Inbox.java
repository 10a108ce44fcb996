package io.sitehook.store;

import java.util.concurrent.CompletableFuture;

/** Where verified requests are put. */
public interface Inbox {

    /**
     * Stores one request. Does not block.
     *
     * @param incoming the request
     * @return completed after the commit is on disk, on a thread that may do short work such as writing an answer; or
     *     exceptionally with {@link StoreUnavailableException} if the queue is full, the store can't write, or it took
     *     longer than the time limit (then it is unknown whether the request was stored)
     */
    CompletableFuture<Receipt> store(Incoming incoming);
}
