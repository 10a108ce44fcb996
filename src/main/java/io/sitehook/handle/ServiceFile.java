package io.sitehook.handle;

import io.sitehook.spi.StatusChangeHandler;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The file that names the handlers of a jar, in {@link java.util.ServiceLoader}'s format. We read it ourselves because
 * ServiceLoader drops a class that is named twice in silence, and does not say which class it failed on when linking
 * fails.
 */
final class ServiceFile {
    static final String PATH = "META-INF/services/" + StatusChangeHandler.class.getName();

    private static final int LARGEST = 64 * 1024;
    private static final Pattern COMMENT = Pattern.compile("#.*");

    private ServiceFile() {}

    /**
     * The class names, in the order of the file, repetitions included.
     *
     * @throws IOException if it can't be read or has more than 64 KiB
     */
    static List<String> read(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST) {
            throw new IOException(PATH + " has more than " + LARGEST + " bytes");
        }
        return new String(bytes, StandardCharsets.UTF_8)
                .lines()
                .map(line -> COMMENT.matcher(line).replaceFirst("").strip())
                .filter(name -> !name.isEmpty())
                .toList();
    }
}
