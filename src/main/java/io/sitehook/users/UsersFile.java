package io.sitehook.users;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** The file itself: readable and writable by its owner alone, or not read at all; replaced as a whole. */
final class UsersFile {
    static final String NAME = "admin-users.properties";

    private static final String HEAD =
            "# The users of the admin page. Passwords are hashed: set one with java -jar sitehook.war admin-password\n";
    private static final Set<PosixFilePermission> OWNER =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final Path file;

    UsersFile(Path home) {
        file = home.resolve(NAME);
    }

    boolean exists() {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * The accounts by name; a line that can't be read is left out.
     *
     * @throws IOException if there is no file, or others could have read or written it; the message says what to do
     */
    Map<String, Account> read() throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(
                    exists() ? file + " is no plain file, so nobody can log in" : "there is no file " + file);
        }
        if (isPosix() && !OWNER.containsAll(Files.getPosixFilePermissions(file))) {
            throw new IOException(file
                    + " can be read or written by others than its owner, so nobody can log in; chmod 600 it, and set"
                    + " new passwords if others may have read it");
        }
        Properties lines = new Properties();
        try {
            lines.load(new StringReader(Files.readString(file, StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " is malformed, so nobody can log in", e);
        }
        Map<String, Account> accounts = new TreeMap<>();
        for (String name : lines.stringPropertyNames()) {
            Account.parse(name, lines.getProperty(name, "")).ifPresent(account -> accounts.put(name, account));
        }
        return accounts;
    }

    /** Replaces the file: after a crash there is the old one or the new one. */
    void write(Map<String, Account> accounts) throws IOException {
        StringBuilder text = new StringBuilder(HEAD);
        new TreeMap<>(accounts)
                .forEach((name, account) ->
                        text.append(name).append('=').append(account.value()).append('\n'));
        Path temporary = file.resolveSibling(NAME + "." + UUID.randomUUID() + ".tmp");
        Set<OpenOption> options =
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
        FileAttribute<?>[] attributes = isPosix()
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER)}
                : new FileAttribute<?>[0];
        try {
            try (SeekableByteChannel channel = Files.newByteChannel(temporary, options, attributes)) {
                ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private boolean isPosix() {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
