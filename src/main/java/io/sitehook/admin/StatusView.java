package io.sitehook.admin;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether everything is well, in one answer.
 *
 * @param level {@code well}; {@code attention}: something needs a person; {@code trouble}: something is refused or lost
 *     by a fault on this side
 * @param servers all that work on the store; one alone if the store is for one
 */
public record StatusView(
        Instant time,
        String level,
        List<Reason> reasons,
        StoreState store,
        Counts counts,
        Acknowledged acknowledged,
        List<ConnectionState> connections,
        List<HandlerState> handlers,
        List<ServerState> servers) {

    /** Why the level is what it is, and the page where that is mended. */
    public record Reason(String level, String text, String href) {}

    /** Whether posts can be stored; {@code queued} wait for that. */
    public record StoreState(boolean ok, @Nullable String trouble, int queued) {}

    /** What is there, and what of it is open or needs a person. */
    public record Counts(long events, long open, long dead, long parked, long unreadable) {}

    /** Answers that said "stored", and what is stored, since the start. When nothing is on its way they are equal. */
    public record Acknowledged(long answered2xx, long committed, Instant since, boolean equal) {}

    /**
     * A connection; the counts of a day are of the last 24 hours.
     *
     * @param silentSince when something came in last, if that is longer ago than its silence alarm allows; else null
     */
    public record ConnectionState(
            String name,
            String activity,
            String source,
            @Nullable Instant lastEventAt,
            @Nullable String lastEventId,
            long lastHour,
            long last24h,
            long duplicates24h,
            long rejected24h,
            @Nullable Instant lastRejectedAt,
            boolean hasSecret,
            @Nullable Instant silentSince) {}

    /** A handler that is installed, or has work though it is not. */
    public record HandlerState(
            String name,
            boolean installed,
            boolean paused,
            long pending,
            long running,
            @Nullable Long oldestWaitingSeconds,
            long dead,
            long failed24h,
            long done24h,
            int stuckThreads,
            @Nullable UnitName unit) {}

    /**
     * A server that works on the store.
     *
     * @param seenAt when it was last heard of; null while it is alive, so that a status changes only if something does
     * @param alive whether it was heard of lately
     * @param self whether it is the one that answers
     * @param handlers what it has, each as its name with the version of its jar
     */
    public record ServerState(
            String name,
            String version,
            Instant startedAt,
            @Nullable Instant seenAt,
            boolean alive,
            boolean self,
            List<String> handlers) {}

    /** A handler's jar. */
    public record UnitName(String name, String version, String sha256) {}
}
