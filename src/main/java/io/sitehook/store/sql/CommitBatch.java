package io.sitehook.store.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** What is submitted, run within one transaction. */
final class CommitBatch {
    private CommitBatch() {}

    /**
     * Runs it in order; neighbours that are the same kind of work are run at once.
     *
     * @return what completes the futures, for after the commit
     * @throws WorkFailedException if a piece of work is at fault, and not the database
     */
    static List<Runnable> run(Connection connection, List<Submission<?, ?>> batch, Dialect.Errors errors)
            throws SQLException {
        List<Runnable> completions = new ArrayList<>(batch.size());
        int from = 0;
        while (from < batch.size()) {
            int to = from + 1;
            while (to < batch.size() && batch.get(to).work.equals(batch.get(from).work)) {
                to++;
            }
            runSameWork(connection, batch.subList(from, to), completions, errors);
            from = to;
        }
        return completions;
    }

    @SuppressWarnings("unchecked") // all of the sublist were submitted with this one work
    private static <I, O> void runSameWork(
            Connection connection,
            List<Submission<?, ?>> submissions,
            List<Runnable> completions,
            Dialect.Errors errors)
            throws SQLException {
        List<Submission<I, O>> same = new ArrayList<>(submissions.size());
        List<I> inputs = new ArrayList<>(submissions.size());
        for (Submission<?, ?> submission : submissions) {
            Submission<I, O> typed = (Submission<I, O>) submission;
            same.add(typed);
            inputs.add(typed.input);
        }
        try {
            List<O> outputs = same.get(0).work.run(connection, inputs);
            for (int i = 0; i < same.size(); i++) {
                CompletableFuture<O> future = same.get(i).future;
                O output = outputs.get(i);
                completions.add(() -> future.complete(output));
            }
        } catch (SQLException e) {
            if (errors.isFaultOfTheWork(e)) {
                throw new WorkFailedException(e);
            }
            throw e;
        } catch (RuntimeException e) {
            throw new WorkFailedException(e);
        }
    }

    /** Tells a fault of one piece of work from a failing database. */
    static final class WorkFailedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        WorkFailedException(Exception cause) {
            super(cause);
        }

        @Override
        public synchronized Exception getCause() {
            return (Exception) Objects.requireNonNull(super.getCause());
        }
    }
}
