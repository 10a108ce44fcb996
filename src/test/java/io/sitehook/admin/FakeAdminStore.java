package io.sitehook.admin;

import io.sitehook.store.AuditTrail;
import io.sitehook.store.Counters;
import io.sitehook.store.Ledger;
import io.sitehook.store.Nodes;
import io.sitehook.store.Repairs;
import io.sitehook.store.Store;
import java.util.Optional;

/** A store that is open. */
record FakeAdminStore(Store store) implements AdminStore {
    @Override
    public Ledger ledger() {
        return store.ledger();
    }

    @Override
    public Counters counters() {
        return store.counters();
    }

    @Override
    public AuditTrail auditTrail() {
        return store.auditTrail();
    }

    @Override
    public Repairs repairs() {
        return store.repairs();
    }

    @Override
    public Nodes nodes() {
        return store.nodes();
    }

    @Override
    public Optional<String> trouble() {
        return store.trouble();
    }

    @Override
    public int queued() {
        return store.queued();
    }
}
