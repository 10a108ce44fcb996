package io.sitehook.standalone;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The main class of the WAR. It unpacks the WAR into a temporary directory of its own, runs {@code Main} from there, and
 * deletes the directory at the end. Needs nothing but the JDK: at this point there is no class path yet.
 */
public final class Launcher {
    /** The big files, which only a server needs. */
    private static final List<String> FOR_SERVERS = List.of(
            "WEB-INF/standalone/tomcat",
            "WEB-INF/lib/sqlite",
            "WEB-INF/lib/jersey",
            "WEB-INF/lib/flyway",
            "WEB-INF/lib/hk2",
            "WEB-INF/lib/javassist");

    private static final List<String> NEED_ALL = List.of("serve", "copy-to-postgresql");

    private static final List<String> ASKS = List.of("-h", "--help", "-V", "--version");
    private static final int LONGEST_WAIT_MILLIS = 1_000;

    private Launcher() {}

    /**
     * Runs the command line and ends the JVM with its exit code. A signal interrupts the thread that runs it; a server is
     * waited for until it has stopped.
     *
     * @param args the verb and its options
     * @throws Exception if the WAR itself can't be found
     */
    public static void main(String[] args) throws Exception {
        Path war = Path.of(Launcher.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        boolean serves = (args.length == 0 || NEED_ALL.contains(args[0]) || args[0].startsWith("-"))
                && Arrays.stream(args).noneMatch(ASKS::contains);
        LauncherDirectory directory;
        try {
            directory = LauncherDirectory.create(Path.of(System.getProperty("java.io.tmpdir")));
        } catch (IOException e) {
            System.err.println(unusable(e));
            System.exit(1);
            return;
        }
        AtomicInteger code = new AtomicInteger(1);
        Thread verb = new Thread(() -> code.set(run(war, directory.path(), serves, args)), "sitehook");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            verb.interrupt();
            try {
                verb.join(serves ? 0 : LONGEST_WAIT_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            directory.delete();
        }));
        verb.start();
        verb.join();
        System.exit(code.get());
    }

    private static int run(Path war, Path directory, boolean serves, String[] args) {
        Path unpacked = directory.resolve("war");
        try {
            unpack(war, unpacked, serves);
        } catch (IOException e) {
            System.err.println(unusable(e));
            return 1;
        }
        try (URLClassLoader libraries = loader(ClassLoader.getPlatformClassLoader(), unpacked, "standalone");
                URLClassLoader application = loader(libraries, unpacked, "lib")) {
            Thread.currentThread().setContextClassLoader(application);
            return (int) application
                    .loadClass("io.sitehook.standalone.Main")
                    .getMethod("run", String[].class)
                    .invoke(null, (Object) args);
        } catch (IOException | ReflectiveOperationException e) {
            e.printStackTrace();
            return 1;
        }
    }

    private static String unusable(IOException error) {
        return "Sitehook can't unpack itself into the temporary directory " + System.getProperty("java.io.tmpdir")
                + ": " + error + System.lineSeparator()
                + "Name another one: java -Djava.io.tmpdir=DIR -jar sitehook.war";
    }

    private static void unpack(Path war, Path target, boolean serves) throws IOException {
        try (ZipFile zip = new ZipFile(war.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                Path file = target.resolve(entry.getName()).normalize();
                if (!file.startsWith(target)) {
                    throw new IOException("the WAR has an entry that leaves its directory: " + entry.getName());
                }
                if (!entry.isDirectory() && (serves || FOR_SERVERS.stream().noneMatch(entry.getName()::startsWith))) {
                    Files.createDirectories(file.getParent());
                    Files.copy(zip.getInputStream(entry), file);
                }
            }
        }
    }

    /** The jars of one directory. */
    private static URLClassLoader loader(ClassLoader parent, Path unpacked, String name) throws IOException {
        Path inside = unpacked.resolve("WEB-INF");
        List<URL> urls = new ArrayList<>();
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(inside.resolve(name), "*.jar")) {
            for (Path jar : jars) {
                urls.add(jar.toUri().toURL());
            }
        }
        return new URLClassLoader(name, urls.toArray(URL[]::new), parent);
    }
}
