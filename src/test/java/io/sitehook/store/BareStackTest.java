package io.sitehook.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.security.ProtectionDomain;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A pool of the container makes a thread while classes of a web application are on the stack; then they are dropped. */
public class BareStackTest {
    private static final int COLLECTIONS = 20;

    private final ExecutorService pool = Executors.newCachedThreadPool();

    /** The container's: it makes threads when it is called. */
    public record Container(Executor pool, Runnable task) {
        public void complete() {
            pool.execute(task);
        }
    }

    /** What a class of a web application may do. */
    public static final class Plainly implements Consumer<Container> {
        @Override
        public void accept(Container container) {
            container.complete();
        }
    }

    /** The same with none of its frames on the stack. */
    public static final class Barely implements Consumer<Container> {
        @Override
        public void accept(Container container) {
            new BareStack<>(Container.class, "complete").call(container);
        }
    }

    /** Has the classes that are on the stack, and asks others for the rest. */
    private static final class WebApplication extends ClassLoader {
        private static final Set<String> OURS =
                Set.of(Plainly.class.getName(), Barely.class.getName(), BareStack.class.getName());

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!OURS.contains(name)) {
                return super.loadClass(name, resolve);
            }
            try (InputStream file = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = file.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length, new ProtectionDomain(null, null, this, null));
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    @AfterEach
    void end() {
        pool.shutdownNow();
    }

    @Test
    void aThreadMadeInTheCallKeepsNothingOfTheCaller() throws Exception {
        assertThat(isCollected(Barely.class)).isTrue();
    }

    @Test
    void withoutItAThreadDoesUpToJava23() throws Exception {
        assumeTrue(Runtime.version().feature() < 24, "later a thread inherits nothing of the kind");
        assertThat(isCollected(Plainly.class)).isFalse();
    }

    @Test
    void whatIsThrownPasses() {
        pool.shutdown();
        assertThatThrownBy(() -> new Barely().accept(new Container(pool, () -> {})))
                .isInstanceOf(RejectedExecutionException.class);
    }

    private boolean isCollected(Class<? extends Consumer<Container>> caller) throws Exception {
        ReferenceQueue<ClassLoader> collected = new ReferenceQueue<>();
        WeakReference<ClassLoader> loader = new WeakReference<>(makeThread(caller), collected);
        boolean gone = false;
        for (int i = 0; i < COLLECTIONS && !gone; i++) {
            System.gc();
            gone = collected.remove(50) == loader;
        }
        return gone;
    }

    private ClassLoader makeThread(Class<? extends Consumer<Container>> caller) throws Exception {
        WebApplication application = new WebApplication();
        CountDownLatch run = new CountDownLatch(1);
        @SuppressWarnings("unchecked")
        Consumer<Container> made = (Consumer<Container>)
                application.loadClass(caller.getName()).getDeclaredConstructor().newInstance();
        made.accept(new Container(pool, run::countDown));
        run.await();
        return application;
    }
}
