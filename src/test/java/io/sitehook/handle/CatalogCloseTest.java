package io.sitehook.handle;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Closing a catalog stops the handlers once and lets go of their classes. */
class CatalogCloseTest {
    private static final String STOPPED = "sitehook.test.stopped";
    private static final long DEADLINE_NANOS = 20_000_000_000L;

    @TempDir
    Path home;

    @AfterEach
    void forget() {
        System.clearProperty(STOPPED);
    }

    @Test
    void everyHandlerIsStoppedOnceEvenIfOthersFail() {
        LoaderFixture fixture = new LoaderFixture(home);
        stopping(fixture, "a", "throw new Error(\"can't\");");
        stopping(fixture, "b", "");
        try (CapturedLog log = new CapturedLog(Generation.class.getName())) {
            HandlerCatalog catalog = fixture.load();
            catalog.close();
            catalog.close();
            assertThat(System.getProperty(STOPPED)).isEqualTo(" a b");
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith("WARNING Stopping handler a from a.jar failed with java.lang.Error: can't");
        }
        assertThat(fixture.work).isEmptyDirectory();
    }

    @Test
    void theClassLoaderIsCollectedAfterCloseAndNotBefore() {
        LoaderFixture fixture = new LoaderFixture(home);
        stopping(fixture, "a", "");
        HandlerCatalog catalog = fixture.load();
        WeakReference<ClassLoader> loader =
                new WeakReference<>(catalog.handlers().get(0).loader());
        System.gc();
        assertThat(loader.get()).as("while in use").isNotNull();
        catalog.close();
        catalog = null;
        assertThat(collected(() -> loader.get() == null)).isTrue();
    }

    @Test
    void theClassLoaderOfARefusedHandlerIsCollectedWhileTheCatalogIsInUse() {
        LoaderFixture fixture = new LoaderFixture(home);
        String leave =
                "System.getProperties().put(\"" + STOPPED + "\", new java.lang.ref.WeakReference<>(getClass()));";
        fixture.jar("a.jar")
                .handler(
                        "pkg.Handler",
                        "a",
                        "return null;",
                        "public void start(HandlerContext c) { " + leave + " throw new IllegalStateException() {}; }")
                .build();
        HandlerCatalog catalog = fixture.load();
        Object left = System.getProperties().remove(STOPPED);
        assertThat(left).isInstanceOf(WeakReference.class);
        assertThat(collected(() -> ((WeakReference<?>) left).get() == null)).isTrue();
        assertThat(catalog.problems()).hasSize(1);
        catalog.close();
    }

    private static void stopping(LoaderFixture fixture, String name, String body) {
        fixture.jar(name + ".jar")
                .handler(
                        "pkg.Handler",
                        name,
                        "return null;",
                        "public void stop() { String before = System.getProperty(\"" + STOPPED + "\", \"\");"
                                + " System.setProperty(\"" + STOPPED + "\", before + \" \" + name()); " + body + " }")
                .build();
    }

    /** Collection is the collector's own business: ask until it has happened, for 20 s at most. */
    private static boolean collected(BooleanSupplier gone) {
        long start = System.nanoTime();
        while (!gone.getAsBoolean()) {
            if (System.nanoTime() - start > DEADLINE_NANOS) {
                return false;
            }
            System.gc();
        }
        return true;
    }
}
