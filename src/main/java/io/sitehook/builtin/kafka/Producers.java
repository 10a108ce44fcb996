package io.sitehook.builtin.kafka;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

/** The one producer, which is made anew when it has become useless. Thread-safe. */
final class Producers {
    private final Supplier<Producer<byte[], byte[]>> factory;
    private final ReentrantLock lock = new ReentrantLock(); // waits for it end at an interrupt

    // Guarded by the lock.
    private @Nullable Producer<byte[], byte[]> producer;
    private boolean closed;

    /** @param factory makes one, and connects to nothing on the calling thread */
    Producers(Supplier<Producer<byte[], byte[]>> factory) {
        this.factory = factory;
    }

    /**
     * The producer.
     *
     * @throws RuntimeException if it can't be made
     */
    Producer<byte[], byte[]> get() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (closed) {
                throw new IllegalStateException("the handler has been stopped");
            }
            Producer<byte[], byte[]> made = producer;
            if (made == null) {
                made = factory.get();
                producer = made;
            }
            return made;
        } finally {
            lock.unlock();
        }
    }

    /** Whether it is still in use; if not, what was sent by it has failed only for that. */
    boolean isInUse(Producer<byte[], byte[]> used) {
        lock.lock();
        try {
            return producer == used;
        } finally {
            lock.unlock();
        }
    }

    /** The next one is a new one. What others have under way by this one fails. */
    void renew(Producer<byte[], byte[]> used) {
        lock.lock();
        try {
            if (producer != used) {
                return;
            }
            producer = null;
        } finally {
            lock.unlock();
        }
        used.close(Duration.ZERO);
    }

    /**
     * Makes no more of them.
     *
     * @param longest how long what is under way may take to end
     */
    void close(Duration longest) {
        Producer<byte[], byte[]> last;
        lock.lock();
        try {
            closed = true;
            last = producer;
            producer = null;
        } finally {
            lock.unlock();
        }
        if (last != null) {
            last.close(longest);
        }
    }
}
