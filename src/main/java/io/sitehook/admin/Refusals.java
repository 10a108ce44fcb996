package io.sitehook.admin;

import io.sitehook.store.Page;
import io.sitehook.store.RejectionStore.Filter;
import io.sitehook.store.RejectionStore.Row;
import org.jspecify.annotations.Nullable;

/** The posts that were refused. */
@FunctionalInterface
public interface Refusals {
    /**
     * Lists them, newest first. Blocks.
     *
     * @throws io.sitehook.store.StoreUnavailableException if the store can't be read
     */
    Page<Row> list(Filter filter, int limit, @Nullable String cursor);
}
