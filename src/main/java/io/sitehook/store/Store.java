package io.sitehook.store;

import java.util.Optional;

/** An open store: what came in, what became of it, and what was configured. */
public interface Store extends AutoCloseable {

    /** Where verified requests are put. */
    Inbox inbox();

    /** What is to be run. */
    Worklist worklist();

    /** What is stored, for people. */
    Ledger ledger();

    /** What came in and was done, counted. */
    Counters counters();

    /** Who did what. */
    AuditTrail auditTrail();

    /** What a person does to it. */
    Repairs repairs();

    /** What was configured in the admin page. */
    ConfigurationStore configuration();

    /** What sending on has to remember. */
    RelayStore relays();

    /** Which posts were refused, and when secrets were used. */
    RejectionStore rejections();

    /** What the sweep for missed status changes knows and notes. */
    Sweeps sweeps();

    /** Takes out what was kept long enough. */
    Purge purge();

    /** Transactions for handlers; empty if handlers can't have any on this store. */
    Optional<Transactions> transactions();

    /** The servers that work on this store. */
    Nodes nodes();

    /** How much waits to be written. */
    int queued();

    /** Why the store can't write now, in words; empty if it can. */
    Optional<String> trouble();

    /** Writes what is queued and frees the store. */
    @Override
    void close();
}
