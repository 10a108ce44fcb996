package io.sitehook.app;

import io.sitehook.handle.Unloading;
import io.sitehook.store.Incoming;
import io.sitehook.store.Receipt;
import io.sitehook.store.Store;
import io.sitehook.store.StoreUnavailableException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What is open, if anything is: nothing before the store could be opened. Safe for use by many threads. */
final class CurrentSystem {
    private volatile @Nullable OpenSystem open;

    void is(OpenSystem opened) {
        open = opened;
    }

    /** What is open; null if nothing is. */
    @Nullable
    OpenSystem ifOpen() {
        return open;
    }

    /** What is open. @throws StoreUnavailableException if nothing is */
    OpenSystem get() {
        OpenSystem system = open;
        if (system == null) {
            throw new StoreUnavailableException("the store is not open; it is tried again, and the log says why", null);
        }
        return system;
    }

    /** Its store; null if nothing is open. */
    @Nullable
    Store store() {
        OpenSystem system = open;
        return system == null ? null : system.store();
    }

    /** Puts in what came; fails with {@link StoreUnavailableException} if nothing is open. */
    CompletableFuture<Receipt> put(Incoming incoming) {
        OpenSystem system = open;
        return system == null
                ? CompletableFuture.failedFuture(new StoreUnavailableException("the store is not open", null))
                : system.store().inbox().store(incoming);
    }

    /** Handlers that were replaced and are not gone yet. */
    List<Unloading> unloading() {
        OpenSystem system = open;
        return system == null ? List.of() : system.handlers().unloading();
    }

    /** How many threads of each handler ignore their deadline. */
    Map<String, Integer> stuckThreads() {
        OpenSystem system = open;
        return system == null ? Map.of() : system.deliveries().stuckThreads();
    }

    /** What is known of sweeps and silence. */
    Watched watch() {
        OpenSystem system = open;
        return system == null ? Watched.NOTHING : system.sweep().seen();
    }
}
