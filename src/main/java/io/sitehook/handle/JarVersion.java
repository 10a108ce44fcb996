package io.sitehook.handle;

import java.io.IOException;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The version of a jar: what its manifest says, or else what its file name says. */
final class JarVersion {
    private static final Pattern IN_FILE_NAME = Pattern.compile(".*?-(\\d[\\w.+-]*?)\\.jar", Pattern.CASE_INSENSITIVE);

    private JarVersion() {}

    /** The {@code Implementation-Version}, else the {@code 1.2} of {@code name-1.2.jar}, else empty. */
    static String of(JarFile jar, String fileName) throws IOException {
        Manifest manifest = jar.getManifest();
        String stated =
                manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.IMPLEMENTATION_VERSION);
        if (stated != null && !stated.isBlank()) {
            return stated.strip();
        }
        Matcher name = IN_FILE_NAME.matcher(fileName);
        return name.matches() ? name.group(1) : "";
    }
}
