package io.sitehook.app;

import io.sitehook.store.Store;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Flushes the {@link RejectionDesk} once a second, on a thread of its own: the clinic may take long. */
final class RejectionThread implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(RejectionThread.class.getName());
    private static final long LONGEST_END_MILLIS = 5_000;

    private final RejectionDesk desk;
    private final Supplier<@Nullable Store> store;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "sitehook-signature-clinic");

    RejectionThread(RejectionDesk desk, Supplier<@Nullable Store> store) {
        this.desk = desk;
        this.store = store;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        boolean last = false;
        while (!last) {
            try {
                last = stopping.await(1, TimeUnit.SECONDS);
                Store open = store.get();
                if (open != null) {
                    desk.flush(open.rejections(), last);
                }
            } catch (InterruptedException e) {
                last = stopping.getCount() == 0;
            } catch (RuntimeException e) {
                LOGGER.log(System.Logger.Level.ERROR, "refused posts could not be looked into; it goes on", e);
            }
        }
    }

    /** Flushes a last time. Comes before the store is closed. */
    @Override
    public void close() {
        stopping.countDown();
        try {
            thread.join(LONGEST_END_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
