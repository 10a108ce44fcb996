package io.sitehook.standalone;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;

/** The directory into which the launcher unpacked the WAR. */
final class WebApplication {
    private WebApplication() {}

    /** The directory with {@code WEB-INF} in it: these classes were loaded from a jar in {@code WEB-INF/lib}. */
    static Path directory() {
        CodeSource source = WebApplication.class.getProtectionDomain().getCodeSource();
        try {
            Path jar = Path.of(source.getLocation().toURI());
            return jar.resolve("../../..").normalize();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the classes of Sitehook are not in a jar of files", e);
        }
    }
}
