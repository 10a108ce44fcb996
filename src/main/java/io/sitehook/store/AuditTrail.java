package io.sitehook.store;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Who did what. Rows are only ever added. */
public interface AuditTrail {

    /**
     * Something that somebody did or tried.
     *
     * @param action what, one word or two joined by a hyphen, for example {@code replay}
     * @param target what to, for example an event's id
     * @param detail the rest in words, may be empty; never a secret
     * @param remoteAddress the caller's address as the container gives it
     */
    record Action(String user, String action, String target, String detail, String remoteAddress) {}

    /** A row of the trail. */
    record Entry(long id, Instant at, String user, String action, String target, String detail, String remoteAddress) {}

    /**
     * Which rows. A part that is null asks for nothing.
     *
     * @param from then or later
     * @param to before then
     */
    record Filter(
            @Nullable String user,
            @Nullable String action,
            @Nullable Instant from,
            @Nullable Instant to) {

        /** All rows. */
        public static final Filter ALL = new Filter(null, null, null, null);
    }

    /** Adds a row. Does not block; completes after the commit. */
    CompletableFuture<Long> record(Action action);

    /**
     * Lists rows, newest first. Blocks.
     *
     * @throws BadCursorException if the cursor is none
     */
    Page<Entry> list(Filter filter, int limit, @Nullable String cursor);
}
