package io.sitehook.app;

import io.sitehook.admin.AdminStore;
import io.sitehook.store.AuditTrail;
import io.sitehook.store.Counters;
import io.sitehook.store.Ledger;
import io.sitehook.store.Nodes;
import io.sitehook.store.Repairs;
import io.sitehook.store.Store;
import io.sitehook.store.StoreUnavailableException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Whichever store is open, for administrators. */
final class OpenStores implements AdminStore {
    private final Supplier<@Nullable Store> store;

    OpenStores(Supplier<@Nullable Store> store) {
        this.store = store;
    }

    private Store open() {
        Store open = store.get();
        if (open == null) {
            throw new StoreUnavailableException("the store is not open; it is tried again, and the log says why", null);
        }
        return open;
    }

    @Override
    public Ledger ledger() {
        return open().ledger();
    }

    @Override
    public Counters counters() {
        return open().counters();
    }

    @Override
    public AuditTrail auditTrail() {
        return open().auditTrail();
    }

    @Override
    public Repairs repairs() {
        return open().repairs();
    }

    @Override
    public Nodes nodes() {
        return open().nodes();
    }

    @Override
    public Optional<String> trouble() {
        Store open = store.get();
        return open == null ? Optional.of("the store can't be opened; the log says why") : open.trouble();
    }

    @Override
    public int queued() {
        Store open = store.get();
        return open == null ? 0 : open.queued();
    }
}
