package io.sitehook.bench;

import io.sitehook.bench.handler.NoOpHandler;
import io.sitehook.spi.StatusChangeHandler;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** Puts {@link NoOpHandler} into a home. */
final class HandlerJar {
    static final String HANDLER = "bench";

    private HandlerJar() {}

    static void drop(Path home) throws IOException {
        String classFile = NoOpHandler.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(home.resolve("handlers/no-op.jar")));
                InputStream in = HandlerJar.class.getClassLoader().getResourceAsStream(classFile)) {
            jar.putNextEntry(new JarEntry(classFile));
            in.transferTo(jar);
            jar.closeEntry();
            jar.putNextEntry(new JarEntry("META-INF/services/" + StatusChangeHandler.class.getName()));
            jar.write(NoOpHandler.class.getName().getBytes(StandardCharsets.UTF_8));
            jar.closeEntry();
        }
    }
}
