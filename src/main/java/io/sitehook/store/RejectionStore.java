package io.sitehook.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Posts that were refused for their signature or api_key, and when each secret of a connection was last the right one. */
public interface RejectionStore {
    /** The most bytes of a body that are kept. */
    int LONGEST_BODY = 4_096;

    /** How many rows are kept for each connection: the newest. */
    int MOST_OF_CONNECTION = 1_000;

    /**
     * Posts of one source that were refused for one reason.
     *
     * @param count how many, since the last time they were written
     * @param at when the latest came
     * @param reason in words; without signature, secret and api_key
     * @param findings what may be behind it, sentences on one line each; empty if nobody looked
     * @param header the shape of the signature header, never its value
     * @param bodyLength in bytes, -1 if the body was not read
     * @param body its beginning, with the value of {@code api_key} masked; null if it was not read or nobody looked
     */
    record Refused(
            String connection,
            String remoteAddress,
            int count,
            Instant at,
            String reason,
            List<String> findings,
            String header,
            int bodyLength,
            byte @Nullable [] body) {}

    /**
     * The latest use of a secret.
     *
     * @param secret its label, {@code current} or {@code previous}
     * @param form how the signature was written, in words, for example {@code hex}
     */
    record Use(String connection, String secret, Instant at, String form) {}

    /** A row as it is stored. */
    record Row(
            long id,
            Instant at,
            Instant firstAt,
            String connection,
            String remoteAddress,
            long count,
            String reason,
            List<String> findings,
            int bodyLength,
            byte @Nullable [] body,
            String header) {}

    /**
     * Which rows. A part that is null asks for nothing.
     *
     * @param from then or later
     * @param to before then
     */
    record Filter(
            @Nullable String connection,
            @Nullable Instant from,
            @Nullable Instant to) {}

    /**
     * Writes what has come together, as one transaction: posts of the same connection, source and reason are counted in
     * one row, and beyond {@link #MOST_OF_CONNECTION} the oldest rows go. Does not block.
     *
     * @return completed after the commit
     */
    CompletableFuture<Integer> write(List<Refused> refused, List<Use> uses);

    /**
     * A secret was replaced: what was known of the use of one is now that of another; null: nothing is known any more.
     */
    CompletableFuture<Integer> rename(String connection, String from, @Nullable String to);

    /**
     * Lists rows, newest first. Blocks.
     *
     * @throws BadCursorException if the cursor is none
     */
    Page<Row> list(Filter filter, int limit, @Nullable String cursor);

    /** The latest use of each secret of a connection, by label. Blocks. */
    Map<String, Use> uses(String connection);
}
