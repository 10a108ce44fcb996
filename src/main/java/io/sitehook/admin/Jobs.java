package io.sitehook.admin;

import io.sitehook.store.DaemonThreads;
import io.sitehook.store.Ledger.DeliveryFilter;
import io.sitehook.store.Ledger.DeliveryRow;
import io.sitehook.store.Page;
import io.sitehook.store.Repairs;
import io.sitehook.store.Repairs.Changed;
import io.sitehook.store.Repairs.JobRow;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Work on many deliveries at once: in small transactions, one after the other, so that what comes in meanwhile shares
 * their commits and waits for none. One job at a time; others queue. What a job has done is done, whatever happens to
 * the rest of it.
 */
public final class Jobs implements AutoCloseable {
    /** Deliveries in one transaction. */
    static final int BATCH = 100;

    private static final System.Logger LOGGER = System.getLogger(Jobs.class.getName());
    private static final int MOST_QUEUED = 20;
    private static final int IDLE_SECONDS = 10;

    private final AdminStore store;
    private final Clock clock;
    private final Set<String> cancelled = ConcurrentHashMap.newKeySet();
    private final DaemonThreads threads = new DaemonThreads("sitehook-admin-jobs");
    private final ThreadPoolExecutor worker;

    /** Makes the one place where jobs run; its thread comes and goes with them. */
    public Jobs(AdminStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
        worker = new ThreadPoolExecutor(
                1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MOST_QUEUED), threads);
        worker.allowCoreThreadTimeOut(true);
    }

    /** The parts of a job. */
    interface Batches {
        /**
         * Does the next part.
         *
         * @return null if there is none
         */
        @Nullable
        Changed next(String job);
    }

    /** What is done with a batch of deliveries. */
    interface Deed {
        Changed to(Repairs.Batch batch);
    }

    /** Goes through deliveries that were named. */
    static Batches selected(List<Long> deliveries, Deed deed) {
        int[] at = {0};
        return job -> {
            if (at[0] >= deliveries.size()) {
                return null;
            }
            List<Long> some = deliveries.subList(at[0], Math.min(deliveries.size(), at[0] + BATCH));
            at[0] += some.size();
            return deed.to(new Repairs.Batch(some, job));
        };
    }

    /** Goes through what a filter finds, newest first; what has come since is not among it. */
    static Batches filtered(AdminStore store, DeliveryFilter filter, Deed deed) {
        String[] cursor = {null};
        boolean[] end = {false};
        return job -> {
            while (!end[0]) {
                Page<DeliveryRow> page = store.ledger().deliveries(filter, BATCH, cursor[0]);
                cursor[0] = page.next();
                end[0] = page.next() == null;
                if (!page.items().isEmpty()) {
                    return deed.to(new Repairs.Batch(
                            page.items().stream().map(DeliveryRow::id).toList(), job));
                }
            }
            return null;
        };
    }

    /**
     * Begins a job.
     *
     * @param total how much there is to do, as far as it is known
     * @return as it is noted
     */
    JobRow begin(String action, long total, String by, Batches batches) {
        JobRow job = new JobRow(UUID.randomUUID().toString(), action, "RUNNING", total, 0, 0, by, clock.instant());
        boolean unused = Caller.await(store.repairs().beginJob(job));
        try {
            worker.execute(() -> run(job.id(), batches));
        } catch (RejectedExecutionException e) {
            end(job.id(), "CANCELLED");
            throw Problem.conflict("too many jobs wait already; wait until one has ended, or cancel it");
        }
        return job;
    }

    /** Ends a job before its time. What runs of it at this moment is still done. */
    void cancel(String id) {
        cancelled.add(id);
    }

    private void run(String id, Batches batches) {
        String state = "FINISHED";
        try {
            while (batches.next(id) != null) {
                if (cancelled.contains(id) || worker.isShutdown()) {
                    state = "CANCELLED";
                    break;
                }
            }
        } catch (RuntimeException e) {
            state = "FAILED";
            LOGGER.log(System.Logger.Level.ERROR, "job " + id + " failed; what it had done is done", e);
        }
        cancelled.remove(id);
        end(id, state);
    }

    private void end(String id, String state) {
        try {
            boolean unused = Caller.await(store.repairs().endJob(id, state));
        } catch (RuntimeException e) {
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "the end of job " + id + " could not be noted; after the next start it is shown as cancelled",
                    e);
        }
    }

    /** Ends what runs after its present batch, and waits for that a little. */
    @Override
    public void close() {
        worker.shutdown();
        worker.getQueue().clear();
        try {
            if (!worker.awaitTermination(IDLE_SECONDS, TimeUnit.SECONDS)) {
                LOGGER.log(System.Logger.Level.WARNING, "a job did not end in time; what it had done is done");
            }
            threads.awaitEnd();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
