package io.sitehook.handle;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The directory into which operators drop handler jars. Only reads it. */
final class HandlersDirectory {
    private static final System.Logger LOGGER = System.getLogger(HandlersDirectory.class.getName());

    private final Path directory;

    HandlersDirectory(Path directory) {
        this.directory = directory;
    }

    /** One jar or one folder of jars. {@code jars} is empty for a folder without any. */
    record Entry(String name, List<Path> jars) {

        /** What its files look like from outside: changes whenever one is replaced, written, added or removed. */
        String fingerprint() {
            return jars.stream().map(Entry::fingerprint).collect(Collectors.joining("\n"));
        }

        private static String fingerprint(Path jar) {
            try {
                BasicFileAttributes file = Files.readAttributes(jar, BasicFileAttributes.class);
                return jar.getFileName() + " " + file.size() + " "
                        + file.lastModifiedTime().to(TimeUnit.NANOSECONDS) + " " + file.fileKey();
            } catch (IOException e) {
                return jar.getFileName() + " " + e.getClass().getSimpleName();
            }
        }
    }

    /** The units in the order of their names; none if the directory does not exist. Warns of what is unsafe. */
    List<Entry> entries() throws IOException {
        List<Entry> entries = look();
        if (!Files.notExists(directory)) {
            warnIfOthersMayWrite(directory);
            for (Path file : visible(directory)) {
                warnIfLinkedElsewhere(file);
                if (Files.isDirectory(file)) {
                    warnIfOthersMayWrite(file);
                    for (Path inner : visible(file)) {
                        warnIfLinkedElsewhere(inner);
                    }
                }
            }
        }
        return entries;
    }

    /** The same, without warnings. */
    List<Entry> look() throws IOException {
        if (Files.notExists(directory)) {
            return List.of();
        }
        List<Entry> entries = new ArrayList<>();
        for (Path file : visible(directory)) {
            String name = file.getFileName().toString();
            if (Files.isDirectory(file)) {
                entries.add(new Entry(
                        name,
                        visible(file).stream().filter(HandlersDirectory::isJar).toList()));
            } else if (isJar(file)) {
                entries.add(new Entry(name, List.of(file)));
            }
        }
        return entries;
    }

    private static boolean isJar(Path file) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".jar");
    }

    private static List<Path> visible(Path folder) throws IOException {
        try (Stream<Path> list = Files.list(folder)) {
            return list.filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    private void warnIfLinkedElsewhere(Path file) throws IOException {
        if (!Files.isSymbolicLink(file)) {
            return;
        }
        try {
            if (!file.toRealPath().startsWith(directory.toRealPath())) {
                LOGGER.log(
                        Level.WARNING,
                        Printable.of(file.toString()) + " is a link to a file outside the handlers directory, "
                                + Printable.of(file.toRealPath().toString())
                                + ". It is used. Better put the jar itself there.");
            }
        } catch (NoSuchFileException broken) {
            LOGGER.log(Level.WARNING, Printable.of(file.toString()) + " is a link to nothing.");
        }
    }

    private static void warnIfOthersMayWrite(Path folder) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(folder, PosixFileAttributeView.class, new LinkOption[0]);
        if (view == null) {
            return;
        }
        Set<PosixFilePermission> permissions = view.readAttributes().permissions();
        if (permissions.contains(PosixFilePermission.GROUP_WRITE)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
            LOGGER.log(
                    Level.WARNING,
                    Printable.of(folder.toString()) + " can be written by other users, who could so run code in this"
                            + " server. Its jars are used. Take the right away: chmod go-w.");
        }
    }
}
