package io.sitehook.handle;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Collections;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/**
 * The class loader of one unit: its jars below {@link SpiOnlyClassLoader}. A copy of the SPI that a jar brings along is
 * never looked at, not even for a class that ours lacks: half ours and half theirs would fail in stranger ways.
 */
final class UnitClassLoader extends URLClassLoader {

    static {
        registerAsParallelCapable();
    }

    UnitClassLoader(String unit, URL[] jars, ClassLoader parent) {
        super("sitehook-handler " + unit, jars, parent);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (SpiOnlyClassLoader.isSpiClass(name)) {
            throw new ClassNotFoundException(name);
        }
        return super.findClass(name);
    }

    @Override
    public @Nullable URL findResource(String name) {
        return SpiOnlyClassLoader.isSpiFile(name) ? null : super.findResource(name);
    }

    @Override
    public Enumeration<URL> findResources(String name) throws IOException {
        return SpiOnlyClassLoader.isSpiFile(name) ? Collections.emptyEnumeration() : super.findResources(name);
    }
}
