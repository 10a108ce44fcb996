package io.sitehook.handle;

import io.sitehook.spi.StatusChangeHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * Builds handler jars in tests: compiles sources against the SPI's classes and nothing else of ours, and packs them.
 *
 * <pre>{@code
 * HandlerJars.jar(handlers.resolve("a.jar"))
 *         .source("pkg.A", "package pkg; public class A implements io.sitehook.spi.StatusChangeHandler {...}")
 *         .service("pkg.A")
 *         .build();
 * }</pre>
 */
public final class HandlerJars {
    private static final String SPI = "io/sitehook/spi/";
    private static final int MAJOR_VERSION_OFFSET = 6;

    private final Path target;
    private final Map<String, String> sources = new TreeMap<>();
    private final Map<String, byte[]> entries = new TreeMap<>();
    private final Map<String, String> manifest = new TreeMap<>();
    private final List<Path> libraries = new ArrayList<>();
    private final Set<String> without = new HashSet<>();
    private final Map<String, Integer> versions = new TreeMap<>();
    private int classFileVersion;

    private HandlerJars(Path target) {
        this.target = target;
    }

    /** Begins a jar; its folder is made when it is built. */
    public static HandlerJars jar(Path target) {
        return new HandlerJars(target);
    }

    /** A whole handler class, named in the service file. The body's handle may use {@code delivery}. */
    public HandlerJars handler(String className, String name, String handleBody) {
        return handler(className, name, handleBody, "");
    }

    /** As {@link #handler(String, String, String)}, with more members in the class. */
    public HandlerJars handler(String className, String name, String handleBody, String members) {
        return source(className, """
                        import io.sitehook.spi.*;
                        public class %s implements StatusChangeHandler {
                            public String name() { return "%s"; }
                            public WorkflowStates states() { return WorkflowStates.of("COMPLETE"); }
                            public Outcome handle(Delivery delivery) throws Exception { %s }
                            %s
                        }
                        """.formatted(simpleName(className), name, handleBody, members))
                .service(className);
    }

    /** One source; the package line is added when it has none. */
    public HandlerJars source(String className, String source) {
        int dot = className.lastIndexOf('.');
        boolean complete = dot < 0 || source.stripLeading().startsWith("package ");
        sources.put(className, complete ? source : "package " + className.substring(0, dot) + ";\n" + source);
        return this;
    }

    /** All Java files below a source root, such as an example's {@code src/main/java}. */
    public HandlerJars sources(Path root) {
        filesBelow(root).forEach((path, content) -> {
            String className =
                    path.substring(0, path.length() - ".java".length()).replace('/', '.');
            sources.put(className, new String(content, StandardCharsets.UTF_8));
        });
        return this;
    }

    /** All files below a resource root. */
    public HandlerJars resources(Path root) {
        entries.putAll(filesBelow(root));
        return this;
    }

    /** One more line in the service file. */
    public HandlerJars service(String className) {
        String path = "META-INF/services/" + StatusChangeHandler.class.getName();
        byte[] before = entries.getOrDefault(path, new byte[0]);
        return entry(path, new String(before, StandardCharsets.UTF_8) + className + "\n");
    }

    /** Any file. */
    public HandlerJars entry(String path, String content) {
        entries.put(path, content.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** A main attribute of the manifest. */
    public HandlerJars manifest(String attribute, String value) {
        manifest.put(attribute, value);
        return this;
    }

    /** A jar or folder to compile against; it is not packed. */
    public HandlerJars library(Path jar) {
        libraries.add(jar);
        return this;
    }

    /** A class that is compiled and then left out of the jar. */
    public HandlerJars without(String className) {
        without.add(className.replace('.', '/') + ".class");
        return this;
    }

    /** Writes this class file version into all classes, as a compiler for another Java would. */
    public HandlerJars classFileVersion(int version) {
        classFileVersion = version;
        return this;
    }

    /** The same, for one class. */
    public HandlerJars classFileVersion(String className, int version) {
        versions.put(className.replace('.', '/') + ".class", version);
        return this;
    }

    /** Compiles and packs, and returns the jar's path. */
    public Path build() {
        try {
            Path work = Files.createTempDirectory("handler-jar");
            try {
                Map<String, byte[]> all = new TreeMap<>(entries);
                compile(work).forEach((path, bytes) -> {
                    if (!without.contains(path)) {
                        all.put(path, ofVersion(bytes, versions.getOrDefault(path, classFileVersion)));
                    }
                });
                pack(all);
            } finally {
                WorkDirectory.delete(work);
            }
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] ofVersion(byte[] classFile, int version) {
        if (version != 0) {
            classFile[MAJOR_VERSION_OFFSET] = (byte) (version >> 8);
            classFile[MAJOR_VERSION_OFFSET + 1] = (byte) version;
        }
        return classFile;
    }

    private Map<String, byte[]> compile(Path work) throws IOException {
        if (sources.isEmpty()) {
            return Map.of();
        }
        Path classes = Files.createDirectories(work.resolve("classes"));
        String classPath = Stream.concat(Stream.of(spiClasses(work)), libraries.stream())
                .map(Path::toString)
                .collect(Collectors.joining(System.getProperty("path.separator")));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        List<String> options =
                List.of("-proc:none", "-nowarn", "-cp", classPath, "-d", classes.toString(), "-encoding", "UTF-8");
        List<Source> units = sources.entrySet().stream()
                .map(source -> new Source(source.getKey(), source.getValue()))
                .toList();
        if (!compiler.getTask(messages, null, null, options, null, units).call()) {
            throw new AssertionError("a handler of this test does not compile:\n" + messages);
        }
        return filesBelow(classes);
    }

    /** A copy of the SPI's classes alone, so that a handler that uses anything else does not compile. */
    private static Path spiClasses(Path work) throws IOException {
        try {
            Path compiled = Path.of(StatusChangeHandler.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Path copy = work.resolve("spi");
            Path target = Files.createDirectories(copy.resolve(SPI));
            for (Map.Entry<String, byte[]> file :
                    filesBelow(compiled.resolve(SPI)).entrySet()) {
                Path copied = target.resolve(file.getKey());
                Files.createDirectories(copied.getParent());
                Files.write(copied, file.getValue());
            }
            return copy;
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private void pack(Map<String, byte[]> files) throws IOException {
        Files.createDirectories(target.toAbsolutePath().getParent());
        Manifest written = new Manifest();
        written.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.forEach((name, value) -> written.getMainAttributes().putValue(name, value));
        try (OutputStream file = Files.newOutputStream(target);
                JarOutputStream jar = new JarOutputStream(file, written)) {
            for (Map.Entry<String, byte[]> entry : files.entrySet()) {
                jar.putNextEntry(new JarEntry(entry.getKey()));
                jar.write(entry.getValue());
                jar.closeEntry();
            }
        }
    }

    private static Map<String, byte[]> filesBelow(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            Map<String, byte[]> found = new TreeMap<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                found.put(root.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String simpleName(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String className, String text) {
            super(URI.create("string:///" + className.replace('.', '/') + ".java"), JavaFileObject.Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
