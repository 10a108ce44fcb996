package io.sitehook.handle;

import io.sitehook.spi.StatusChangeHandler;
import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/**
 * The parent of every unit: shows the JDK and {@code io.sitehook.spi}, classes and resources alike, and nothing else of
 * the web application or the server.
 */
final class SpiOnlyClassLoader extends ClassLoader {
    private static final String SPI_CLASSES = "io.sitehook.spi.";
    private static final String SPI_FILES = "io/sitehook/spi/";

    static {
        registerAsParallelCapable();
    }

    private final ClassLoader application;

    SpiOnlyClassLoader() {
        super("sitehook-spi", ClassLoader.getPlatformClassLoader());
        ClassLoader own = StatusChangeHandler.class.getClassLoader();
        this.application = own != null ? own : ClassLoader.getSystemClassLoader();
    }

    /** Whether a class belongs to the SPI, by its binary name. */
    static boolean isSpiClass(String name) {
        return name.startsWith(SPI_CLASSES);
    }

    /** Whether a resource belongs to the SPI, by its path. */
    static boolean isSpiFile(String name) {
        return name.startsWith(SPI_FILES);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        return isSpiClass(name) ? application.loadClass(name) : super.loadClass(name, resolve);
    }

    @Override
    public @Nullable URL getResource(String name) {
        return isSpiFile(name) ? application.getResource(name) : super.getResource(name);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        if (!isSpiFile(name)) {
            return super.getResources(name);
        }
        URL first = application.getResource(name);
        return first == null ? Collections.emptyEnumeration() : Collections.enumeration(Collections.singleton(first));
    }
}
