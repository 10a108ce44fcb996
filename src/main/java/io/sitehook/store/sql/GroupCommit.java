package io.sitehook.store.sql;

import io.sitehook.store.CommitListener;
import io.sitehook.store.DaemonThreads;
import io.sitehook.store.StoreUnavailableException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The only writer. What was submitted while one transaction was being committed is the next transaction, so one sync of
 * the disk serves everything that arrived together, and an idle store adds no waiting time.
 *
 * <p>Work is run in the order of submission, on one thread. Futures are completed after the commit on other
 * threads, so that the writer never waits for somebody's socket; those that have a time limit, since a sender waits for
 * them, apart from the others, so that deliveries do not stand behind a crowd of answers. If the database fails, everything in the transaction
 * fails with {@link StoreUnavailableException}, the connection is thrown away (a statement kept over an I/O error never
 * works again), and the next transaction begins with a new one. If one piece of work is at fault, not the database, the
 * others of its transaction are run again without it.
 */
final class GroupCommit implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(GroupCommit.class.getName());
    private static final int MOST_COLLISIONS = 3;
    private static final int ANSWERS_AT_ONCE = 16;
    private static final Duration LONGEST_COMMIT = Duration.ofSeconds(5);

    /** Writes for several submissions of one kind at once. */
    interface Work<I, O> {
        /**
         * Writes.
         *
         * @param inputs what was submitted, in order, not empty
         * @return one output for each input, in the same order
         * @throws SQLException if the database fails; the transaction is rolled back
         */
        List<O> run(Connection connection, List<I> inputs) throws SQLException;
    }

    private final Connections connections;
    private final Executor answers;
    private final Executor results;
    private final LongSupplier nanoTime;
    private final CommitQueue queue = new CommitQueue();
    private final Thread writer;
    private volatile List<Submission<?, ?>> inCommit = List.of();
    private volatile boolean closed;
    private volatile @Nullable String trouble;
    private volatile long writingSince;
    private final CommitListener listener;
    private final Dialect.Errors errors;
    private volatile boolean probing;

    /**
     * @param connections gives the connection to write on
     * @param answers where futures of work with a time limit are completed
     * @param results where all others are
     * @param nanoTime a clock for time limits, such as {@link System#nanoTime()}
     * @param listener hears of each transaction
     * @param errors what the database's errors mean
     * @param name of the thread
     */
    GroupCommit(
            Connections connections,
            Executor answers,
            Executor results,
            LongSupplier nanoTime,
            CommitListener listener,
            Dialect.Errors errors,
            String name) {
        this.connections = connections;
        this.answers = answers;
        this.results = results;
        this.nanoTime = nanoTime;
        this.listener = listener;
        this.errors = errors;
        writer = new Thread(this::writeUntilClosed, name);
        writer.setDaemon(true);
    }

    void start() {
        writer.start();
    }

    /**
     * Queues work for the next transaction.
     *
     * @param limit how long it may take until {@link #failOverdue()} fails it, null: as long as it takes
     * @return completed after the commit is on disk
     */
    <I, O> CompletableFuture<O> submit(Work<I, O> work, I input, @Nullable Duration limit) {
        long until = limit == null ? Long.MAX_VALUE : nanoTime.getAsLong() + limit.toNanos();
        return submit(new Submission<>(work, input, until, false));
    }

    /**
     * Queues work that something else is expected to follow within {@link CommitQueue#PATIENCE}: it waits so long, unless that is
     * there sooner, to share a commit with it.
     *
     * @return completed after the commit is on disk
     */
    <I, O> CompletableFuture<O> submitPatiently(Work<I, O> work, I input) {
        return submit(new Submission<>(work, input, Long.MAX_VALUE, true));
    }

    private <I, O> CompletableFuture<O> submit(Submission<I, O> submission) {
        if (closed) {
            submission.future.completeExceptionally(stopping());
            return submission.future;
        }
        queue.add(submission);
        if (closed && queue.remove(submission)) {
            submission.future.completeExceptionally(stopping());
        }
        return submission.future;
    }

    /** Fails what has waited longer than its limit. To be called a few times a second. */
    void failOverdue() {
        long now = nanoTime.getAsLong();
        for (Submission<?, ?> submission : inCommit) {
            failIfOverdue(submission, now);
        }
        queue.forEach(submission -> failIfOverdue(submission, now));
    }

    private void failIfOverdue(Submission<?, ?> submission, long now) {
        if (submission.overdue(now)) {
            answers.execute(() -> submission.future.completeExceptionally(new StoreUnavailableException(
                    "the store took too long to commit; whether the request was stored is unknown", null)));
        }
    }

    /** How many submissions wait for the next transaction. */
    int queued() {
        return queue.size();
    }

    /** Why the last write failed, or does not end, in words; empty if it went well. */
    Optional<String> trouble() {
        String failed = trouble;
        if (failed == null && !inCommit.isEmpty() && nanoTime.getAsLong() - writingSince > LONGEST_COMMIT.toNanos()) {
            return Optional.of("the store has been writing for more than " + LONGEST_COMMIT.toSeconds()
                    + " s: the disk hangs, or is very slow");
        }
        return Optional.ofNullable(failed);
    }

    /** Tries a small write, so that the end of a trouble is noticed also when nobody posts. */
    void probe() {
        if (!probing) {
            probing = true;
            CompletableFuture<Integer> unused =
                    submit(PROBE, nanoTime.getAsLong(), null).whenComplete((done, failure) -> probing = false);
        }
    }

    private void writeUntilClosed() {
        List<Submission<?, ?>> batch = new ArrayList<>();
        while (true) {
            try {
                queue.take(batch);
                boolean last = batch.removeIf(submission -> submission == END);
                write(batch);
                if (last) {
                    return;
                }
            } catch (InterruptedException e) {
                // Nobody but a container that tears down the wrong way interrupts this thread. Only close() ends it.
                LOGGER.log(System.Logger.Level.WARNING, "the store's writer was interrupted; it goes on");
            } catch (RuntimeException | Error e) {
                LOGGER.log(System.Logger.Level.ERROR, "the store's writer failed; it goes on with the next commit", e);
                fail(batch, new StoreUnavailableException("the store's writer failed: " + e, e));
            } finally {
                inCommit = List.of();
                batch.clear();
            }
        }
    }

    private void write(List<Submission<?, ?>> batch) {
        // What was answered 503 already must not be stored after all: its sender will come again.
        List<Submission<?, ?>> live = new ArrayList<>(batch.size());
        for (Submission<?, ?> submission : batch) {
            if (!submission.future.isDone()) {
                live.add(submission);
            }
        }
        if (live.isEmpty()) {
            return;
        }
        long begun = nanoTime.getAsLong();
        writingSince = begun;
        inCommit = live;
        try {
            List<Runnable> completions = inTransaction(live);
            listener.committed(live.size(), Duration.ofNanos(nanoTime.getAsLong() - begun));
            complete(live, completions);
            if (trouble != null && live.stream().anyMatch(submission -> submission.work.equals(PROBE))) {
                trouble = null;
                LOGGER.log(System.Logger.Level.INFO, "the store can write again");
            }
        } catch (SQLException e) {
            listener.failed();
            connections.discard(e);
            StoreUnavailableException unavailable =
                    new StoreUnavailableException("the store can't write: " + errors.inWords(e), e);
            if (trouble == null) {
                LOGGER.log(
                        System.Logger.Level.ERROR, unavailable.getMessage() + ". Posts are answered 503 meanwhile", e);
            }
            trouble = unavailable.getMessage();
            fail(live, unavailable);
        } catch (CommitBatch.WorkFailedException e) {
            writeOneByOne(live, e);
        }
    }

    private void complete(List<Submission<?, ?>> live, List<Runnable> completions) {
        List<Runnable> awaited = new ArrayList<>();
        List<Runnable> others = new ArrayList<>();
        for (int i = 0; i < completions.size(); i++) {
            (live.get(i).hasLimit() ? awaited : others).add(completions.get(i));
        }
        inPortions(results, others);
        inPortions(answers, awaited);
    }

    /** An answer takes no longer than handing it to another thread. */
    private static void inPortions(Executor executor, List<Runnable> completions) {
        for (int from = 0; from < completions.size(); from += ANSWERS_AT_ONCE) {
            List<Runnable> some = completions.subList(from, Math.min(from + ANSWERS_AT_ONCE, completions.size()));
            executor.execute(() -> some.forEach(Runnable::run));
        }
    }

    /** Runs it again after a collision: everything was rolled back, and whoever stood in the way is through. */
    private List<Runnable> inTransaction(List<Submission<?, ?>> live) throws SQLException {
        for (int collisions = 0; ; collisions++) {
            try {
                return connections.inTransaction(connection -> CommitBatch.run(connection, live, errors));
            } catch (SQLException e) {
                if (collisions == MOST_COLLISIONS || !errors.isCollision(e)) {
                    throw e;
                }
            }
        }
    }

    /** One piece of work is at fault: find it by running each in a transaction of its own. */
    private void writeOneByOne(List<Submission<?, ?>> batch, CommitBatch.WorkFailedException first) {
        if (batch.size() == 1) {
            LOGGER.log(System.Logger.Level.ERROR, "a write to the store failed and was rolled back", first.getCause());
            connections.discard(first.getCause());
            fail(batch, first.getCause());
            return;
        }
        for (Submission<?, ?> submission : batch) {
            write(List.of(submission));
        }
    }

    private void fail(List<Submission<?, ?>> batch, Throwable reason) {
        for (Submission<?, ?> submission : List.copyOf(batch)) {
            answers.execute(() -> submission.future.completeExceptionally(reason));
        }
    }

    private static StoreUnavailableException stopping() {
        return new StoreUnavailableException("the server is stopping; nothing was stored", null);
    }

    /** Writes what is queued, then ends the writer. What is submitted later fails. */
    @Override
    public void close() {
        closed = true;
        queue.add(END);
        DaemonThreads.join(writer);
    }

    private static final Work<Long, Integer> PROBE = (connection, times) -> {
        try (PreparedStatement update = connection.prepareStatement("UPDATE probe SET at = ?")) {
            update.setLong(1, times.get(0));
            return Collections.nCopies(times.size(), update.executeUpdate());
        }
    };

    private static final Submission<?, ?> END =
            new Submission<Object, Object>((connection, inputs) -> inputs, "end", Long.MAX_VALUE, false);
}
