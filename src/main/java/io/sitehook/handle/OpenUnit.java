package io.sitehook.handle;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A unit whose class loader is open: the class path, or a jar or folder of the handlers directory.
 *
 * @param name the unit's name
 * @param loader sees the unit's classes
 * @param providers the handler classes named in it, repetitions included
 * @param sha256 of its jars, in hexadecimal digits; empty for the class path
 * @param whenClosed closes the loader and deletes the copies
 */
record OpenUnit(String name, ClassLoader loader, List<Provider> providers, String sha256, Runnable whenClosed)
        implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(OpenUnit.class.getName());

    /** Tells the generations of a unit apart, in stack traces too. */
    private static final AtomicInteger NUMBER = new AtomicInteger();

    /** Opens a class loader over copied jars; closing the unit deletes their folder. */
    static OpenUnit overCopies(String name, Path folder, List<JarCopy> jars, String sha256) throws IOException {
        List<URL> urls = new ArrayList<>();
        List<Provider> providers = new ArrayList<>();
        for (JarCopy jar : jars) {
            urls.add(jar.path().toUri().toURL());
            HandlerUnit unit = new HandlerUnit(name, jar.version(), sha256);
            jar.providers().forEach(className -> providers.add(new Provider(className, type -> unit)));
        }
        URLClassLoader loader = new UnitClassLoader(
                name + " #" + NUMBER.incrementAndGet(), urls.toArray(new URL[0]), new SpiOnlyClassLoader());
        return new OpenUnit(name, loader, List.copyOf(providers), sha256, () -> {
            closeLoader(name, loader);
            WorkDirectory.delete(folder);
        });
    }

    private static void closeLoader(String name, URLClassLoader loader) {
        try {
            loader.close();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "Could not close the jars of " + Printable.of(name) + ": " + e);
        }
    }

    @Override
    public void close() {
        whenClosed.run();
    }
}
