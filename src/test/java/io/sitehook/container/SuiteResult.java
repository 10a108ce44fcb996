package io.sitehook.container;

import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/** Prints one line for each container: how many tests passed there, and how long they took. */
final class SuiteResult implements BeforeAllCallback, AfterAllCallback, TestWatcher {
    private long start;
    private int passed;
    private int failed;

    @Override
    public void beforeAll(ExtensionContext context) {
        start = System.nanoTime();
    }

    @Override
    public void testSuccessful(ExtensionContext context) {
        passed++;
    }

    @Override
    public void testFailed(ExtensionContext context, Throwable cause) {
        failed++;
    }

    @Override
    public void testAborted(ExtensionContext context, Throwable cause) {
        failed++;
    }

    @Override
    public void testDisabled(ExtensionContext context, Optional<String> reason) {
        failed++;
    }

    @Override
    public void afterAll(ExtensionContext context) {
        System.out.printf(
                "%n[container] %s on Java %s: %d passed, %d not, %.1f s after its start%n",
                System.getProperty("sitehook.test.container"),
                Runtime.version().feature(),
                passed,
                failed,
                (System.nanoTime() - start) / 1e9);
    }
}
