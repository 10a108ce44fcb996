package io.sitehook.handle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * The private copy of one jar, and what it says of itself. Handlers run from the copy, so the original can be replaced or
 * deleted at any time.
 *
 * @param path the copy
 * @param version its version, empty if unknown
 * @param hasServiceFile whether it has the file that names handlers
 * @param providers the handler classes named there, repetitions included
 */
record JarCopy(Path path, String version, boolean hasServiceFile, List<String> providers) {

    /**
     * Copies a jar and opens the copy.
     *
     * @param digest is updated with the bytes copied
     */
    static JarCopy make(Path original, Path folder, MessageDigest digest) throws RefusedException {
        String name = original.getFileName().toString();
        if (!Files.isRegularFile(original)) {
            throw new RefusedException(
                    Printable.of(name) + " is not a file (a broken link, perhaps).", "Put the jar itself there.");
        }
        Path copy = folder.resolve(name);
        try (InputStream in = new DigestInputStream(Files.newInputStream(original), digest)) {
            Files.copy(in, copy);
        } catch (IOException e) {
            throw new RefusedException(
                    Printable.of(name) + " could not be copied into the work directory: " + Explanation.describe(e)
                            + ".",
                    "Make it readable for the server's user, and see that the disk has room.",
                    e);
        }
        return inspect(copy, name);
    }

    private static JarCopy inspect(Path copy, String name) throws RefusedException {
        try (JarFile jar = new JarFile(copy.toFile())) {
            String version = JarVersion.of(jar, name);
            JarEntry serviceFile = jar.getJarEntry(ServiceFile.PATH);
            if (serviceFile == null) {
                return new JarCopy(copy, version, false, List.of());
            }
            try (InputStream in = jar.getInputStream(serviceFile)) {
                List<String> providers = ServiceFile.read(in);
                ClassFileVersions.refuseNewer(jar, providers);
                return new JarCopy(copy, version, true, providers);
            }
        } catch (IOException | RuntimeException e) {
            throw new RefusedException(
                    Printable.of(name) + " is not a readable jar: " + Explanation.describe(e) + ".",
                    "If it is still being copied, wait: it is tried again when it changes. Otherwise copy it again.",
                    e);
        }
    }
}
