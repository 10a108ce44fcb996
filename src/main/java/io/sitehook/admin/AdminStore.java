package io.sitehook.admin;

import io.sitehook.store.AuditTrail;
import io.sitehook.store.Counters;
import io.sitehook.store.Ledger;
import io.sitehook.store.Nodes;
import io.sitehook.store.Repairs;
import io.sitehook.store.StoreUnavailableException;
import java.util.Optional;

/**
 * The store, which may not be open yet.
 *
 * <p>All methods but {@link #trouble()} and {@link #queued()} throw {@link StoreUnavailableException} then.
 */
public interface AdminStore {
    /** What is stored. */
    Ledger ledger();

    /** Counts of it. */
    Counters counters();

    /** Who did what. */
    AuditTrail auditTrail();

    /** What can be done to it. */
    Repairs repairs();

    /** The servers that work on it. */
    Nodes nodes();

    /** Why posts can't be stored now, in words; empty if they can. */
    Optional<String> trouble();

    /** How much waits to be written. */
    int queued();
}
