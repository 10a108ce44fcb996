package io.sitehook.handle;

/**
 * Where a handler came from, as it is noted with every attempt.
 *
 * @param name the file name of the jar or folder in the handlers directory, {@code class path} or {@code built-in}
 * @param version the {@code Implementation-Version} of the jar that names the handler, else the version in its file
 *     name, else empty
 * @param sha256 64 lower-case hexadecimal digits: the SHA-256 of the jar's bytes; for a folder, of the bytes of its jars
 *     one after the other in name order ({@code cat folder/*.jar | sha256sum}); empty on the class path when the class
 *     comes from no jar file
 */
public record HandlerUnit(String name, String version, String sha256) {

    /** The name of the unit that is the web application's class path. */
    public static final String CLASS_PATH = "class path";

    /** The name of the unit of the handlers that come with the web application and are made by settings. */
    public static final String BUILT_IN = "built-in";

    /** The unit in words, for logs: its name and, if known, its version. */
    @Override
    public String toString() {
        return Printable.of(version.isEmpty() ? name : name + " (version " + version + ")");
    }
}
