package io.sitehook.standalone;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/** Posts many bodies over several connections, each at its time. */
final class Barrage {
    private final Poster poster;
    private final LongFunction<byte[]> bodies;
    private final Tally tally;
    private final AtomicLong next = new AtomicLong();

    Barrage(Poster poster, LongFunction<byte[]> bodies, Tally tally) {
        this.poster = poster;
        this.bodies = bodies;
        this.tally = tally;
    }

    /**
     * Posts them all.
     *
     * @param count how many
     * @param connections how many at once
     * @param rate how many in a second, 0 for as fast as possible; late ones follow at once
     * @throws InterruptedException if the thread is interrupted; no more are posted then
     */
    void run(int count, int connections, double rate) throws InterruptedException {
        long start = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        for (int thread = 0; thread < Math.min(count, connections); thread++) {
            threads.add(new Thread(() -> post(count, rate, start), "send-" + thread));
        }
        threads.forEach(Thread::start);
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } finally {
            threads.forEach(Thread::interrupt);
        }
    }

    private void post(int count, double rate, long start) {
        try {
            for (long index = next.getAndIncrement(); index < count; index = next.getAndIncrement()) {
                if (rate > 0) {
                    long due = start + (long) (index * 1e9 / rate);
                    TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
                }
                tally.add(poster.post(bodies.apply(index)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
