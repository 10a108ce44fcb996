package io.sitehook.store.sql;

import io.sitehook.store.Incoming;
import io.sitehook.store.Repairs;
import io.sitehook.store.WakeUp;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Repairs, through the one writer. */
final class SqlRepairs implements Repairs {
    private static final String PAUSE = """
            INSERT INTO handler_pause (handler, paused_by, reason, at) VALUES (?, ?, ?, ?)
            ON CONFLICT (handler) DO UPDATE SET paused_by = excluded.paused_by, reason = excluded.reason,
                at = excluded.at""";
    private static final String JOBS = "SELECT id, action, state, total, done, skipped, started_by, at FROM job";

    private final GroupCommit commits;
    private final Readers readers;
    private final UuidV7 ids;
    private final Clock clock;
    private final WakeUp wakeUp;
    private final Dialect dialect;
    private final PausedHandlers paused;
    private final String node;

    /**
     * Reads which handlers are paused.
     *
     * @param ids shared with the inbox, used on the writer's thread only
     * @param wakeUp rung when there may be something to run
     */
    SqlRepairs(
            GroupCommit commits,
            Readers readers,
            UuidV7 ids,
            Clock clock,
            WakeUp wakeUp,
            Dialect dialect,
            PausedHandlers paused,
            String node) {
        this.commits = commits;
        this.readers = readers;
        this.ids = ids;
        this.clock = clock;
        this.wakeUp = wakeUp;
        this.dialect = dialect;
        this.paused = paused;
        this.node = node;
        paused.read();
    }

    /** What was a job of this server before its last stop is none any more; what it had done is done. */
    void cancelOldJobs() {
        CompletableFuture<Integer> unused = submit(connection -> new Query(
                        "UPDATE job SET state = 'CANCELLED', ended_at = ? WHERE state = 'RUNNING'"
                                + " AND (node IS NULL OR node = ?)",
                        clock.millis(),
                        node)
                .update(connection));
    }

    @Override
    public CompletableFuture<Changed> replay(Batch batch, String by) {
        return ring(submitWork(connection -> ChangeDeliveries.replay(connection, batch, by, clock.millis())));
    }

    @Override
    public CompletableFuture<Changed> discard(Batch batch, String reason) {
        // What was held back by what is discarded may run now.
        return ring(submitWork(connection -> ChangeDeliveries.discard(connection, batch, reason, clock.millis())));
    }

    @Override
    public CompletableFuture<Replayed> replayEvent(String event, List<String> handlers, String by) {
        return ring(submitWork(connection -> replaying(connection, by).same(event, handlers)));
    }

    @Override
    public CompletableFuture<Replayed> replayAsNew(String event, @Nullable List<String> handlers, String by) {
        return ring(submitWork(connection -> replaying(connection, by).asNew(event, handlers)));
    }

    @Override
    public CompletableFuture<Replayed> repair(
            String event, byte[] body, byte[] bodySha256, Incoming.Parsed content, String by) {
        return ring(submitWork(connection -> replaying(connection, by).repair(event, body, bodySha256, content)));
    }

    @Override
    public CompletableFuture<Changed> offer(
            String handler, List<String> states, int most, String by, @Nullable String job) {
        return ring(submitWork(connection -> replaying(connection, by).offer(handler, states, most, job)));
    }

    private ReplayEvent replaying(Connection connection, String by) {
        return new ReplayEvent(connection, ids, by, clock.millis());
    }

    @Override
    public CompletableFuture<Boolean> pause(String handler, String by, String reason) {
        return submit(connection -> {
                    new Query(PAUSE, handler, by, reason, clock.millis()).update(connection);
                    dialect.announce(connection, Dialect.Topic.PAUSES);
                    return PausedHandlers.read(connection);
                })
                .thenApply(now -> {
                    paused.set(now);
                    return true;
                });
    }

    @Override
    public CompletableFuture<Boolean> resume(String handler) {
        return ring(submit(connection -> {
                    int rows = new Query("DELETE FROM handler_pause WHERE handler = ?", handler).update(connection);
                    dialect.announce(connection, Dialect.Topic.PAUSES);
                    return Map.entry(rows == 1, PausedHandlers.read(connection));
                })
                .thenApply(now -> {
                    paused.set(now.getValue());
                    return now.getKey();
                }));
    }

    @Override
    public Map<String, Pause> paused() {
        return paused.now();
    }

    @Override
    public CompletableFuture<Boolean> beginJob(JobRow job) {
        return submit(connection -> new Query(
                                "INSERT INTO job (id, action, state, total, started_by, at, node)"
                                        + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                                job.id(),
                                job.action(),
                                job.state(),
                                job.total(),
                                job.by(),
                                job.at().toEpochMilli(),
                                node)
                        .update(connection)
                == 1);
    }

    @Override
    public CompletableFuture<Boolean> endJob(String id, String state) {
        return submit(connection -> new Query(
                                "UPDATE job SET state = ?, ended_at = ? WHERE id = ? AND state = 'RUNNING'",
                                state,
                                clock.millis(),
                                id)
                        .update(connection)
                == 1);
    }

    @Override
    public Optional<JobRow> job(String id) {
        return readers.read(connection ->
                Optional.ofNullable(new Query(JOBS + " WHERE id = ?", id).first(connection, SqlRepairs::job)));
    }

    @Override
    public List<JobRow> jobs(int limit) {
        return readers.read(
                connection -> new Query(JOBS + " ORDER BY at DESC LIMIT ?", limit).list(connection, SqlRepairs::job));
    }

    private static JobRow job(ResultSet row) throws SQLException {
        return new JobRow(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getLong(4),
                row.getLong(5),
                row.getLong(6),
                row.getString(7),
                Query.instant(row, 8));
    }

    /** Other servers may have to run it. */
    private <O> CompletableFuture<O> submitWork(Step<O> step) {
        return submit(connection -> {
            O result = step.run(connection);
            dialect.announce(connection, Dialect.Topic.WORK);
            return result;
        });
    }

    private <O> CompletableFuture<O> submit(Step<O> step) {
        return Step.submit(commits, step, null);
    }

    private <O> CompletableFuture<O> ring(CompletableFuture<O> future) {
        return future.whenComplete((done, failure) -> wakeUp.ring());
    }
}
