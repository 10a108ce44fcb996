package io.sitehook.store;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes the threads of one executor, and waits at the stop until they have really ended: an executor calls itself
 * terminated a moment earlier, and a container that finds a thread of a web application that is gone warns of a leak.
 */
public final class DaemonThreads implements ThreadFactory {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private final String name;
    private final AtomicInteger number = new AtomicInteger();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    /** @param name what the threads are called, before a number */
    public DaemonThreads(String name) {
        this.name = name;
    }

    @Override
    public Thread newThread(Runnable task) {
        threads.removeIf(thread -> thread.getState() == Thread.State.TERMINATED);
        Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
        thread.setDaemon(true);
        threads.add(thread);
        return thread;
    }

    /** Interrupts a thread that has been told to end, and waits until it has ended, at most a second. */
    public static void end(Thread thread) {
        thread.interrupt();
        try {
            thread.join(LONGEST_WAIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until a thread that has been told to end has ended, however long it takes and whoever interrupts. */
    public static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Waits until they have ended, at most a second in all. Call it after the executor was shut down, on any thread but
     * one of these.
     */
    public void awaitEnd() {
        long end = System.nanoTime() + LONGEST_WAIT.toNanos();
        try {
            for (Thread thread : threads) {
                if (thread.isAlive()) {
                    thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
