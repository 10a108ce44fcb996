package io.sitehook.receive;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for something outside of this thread's reach, with a deadline. */
final class Until {
    private Until() {}

    static void isTrue(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("it did not come true within 30 seconds");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }
}
