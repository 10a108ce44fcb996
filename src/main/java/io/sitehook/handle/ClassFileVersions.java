package io.sitehook.handle;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;

/**
 * Looks at the classes of a handler's own packages before any of them is loaded: one that was built for a newer Java
 * would fail only when it is first needed, perhaps at night. Other packages in the jar are not judged: libraries carry
 * classes for newer Javas that they use only there.
 */
final class ClassFileVersions {
    private static final int MAGIC = 0xCAFEBABE;
    private static final int JAVA_1_0 = 44;

    private ClassFileVersions() {}

    /**
     * Refuses a jar that needs a newer Java.
     *
     * @param providers the handler classes, whose packages are looked at
     */
    static void refuseNewer(JarFile jar, List<String> providers) throws IOException, RefusedException {
        int here = Runtime.version().feature();
        Set<String> folders = providers.stream()
                .filter(name -> name.contains("."))
                .map(name -> name.substring(0, name.lastIndexOf('.') + 1).replace('.', '/'))
                .collect(Collectors.toSet());
        for (JarEntry entry : Collections.list(jar.entries())) {
            String name = entry.getName();
            if (name.endsWith(".class") && folders.stream().anyMatch(name::startsWith)) {
                int java = java(jar, entry);
                if (java > here) {
                    throw new RefusedException(
                            "Its class " + Printable.of(name) + " was built for Java " + java
                                    + ", and this server runs Java " + here + ".",
                            "Compile it with --release " + here + " or run the server on a newer Java.");
                }
            }
        }
    }

    /** The Java version of a class file; 0 if it is none, which loading it will say better. */
    private static int java(JarFile jar, JarEntry entry) throws IOException {
        try (DataInputStream in = new DataInputStream(jar.getInputStream(entry))) {
            byte[] head = in.readNBytes(8);
            boolean isClass = head.length == 8 && ByteBuffer.wrap(head).getInt() == MAGIC;
            return isClass ? ByteBuffer.wrap(head).getShort(6) - JAVA_1_0 : 0;
        }
    }
}
