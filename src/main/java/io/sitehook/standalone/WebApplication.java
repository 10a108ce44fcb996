package io.sitehook.standalone;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;

/** The directory into which the launcher unpacked the WAR. */
final class WebApplication {
    private WebApplication() {}

    /** The directory with {@code WEB-INF} in it: these classes were loaded from {@code WEB-INF/classes}. */
    static Path directory() {
        CodeSource source = WebApplication.class.getProtectionDomain().getCodeSource();
        try {
            Path classes = Path.of(source.getLocation().toURI());
            Path inside = classes.getParent();
            Path directory = inside == null ? null : inside.getParent();
            return directory == null ? classes : directory;
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the classes of Sitehook are not in a directory", e);
        }
    }
}
