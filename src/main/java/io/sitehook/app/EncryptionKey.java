package io.sitehook.app;

import io.sitehook.config.Settings;
import io.sitehook.store.SecretBox;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The key that secrets entered in the admin page are stored with: that of the settings, else the one in the home, which is
 * made if there is none. A key file that is a symbolic link is refused; one that others can read is used, with a warning.
 *
 * @param box seals and opens; null if there is no key that can be used
 * @param problem why there is none, in words; empty if there is one
 */
record EncryptionKey(@Nullable SecretBox box, String problem) {
    static final String FILE = "encryption.key";

    private static final System.Logger LOGGER = System.getLogger(EncryptionKey.class.getName());
    private static final Set<PosixFilePermission> OWNER =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    static EncryptionKey of(Settings settings) {
        EncryptionKey key = settings.encryptionKeyBytes()
                .map(bytes -> new EncryptionKey(new SecretBox(bytes), ""))
                .orElseGet(() -> inHome(settings.home().resolve(FILE)));
        if (key.box() == null) {
            LOGGER.log(
                    System.Logger.Level.ERROR,
                    "secrets that were entered in the admin page can't be used, and none can be entered: "
                            + key.problem());
        }
        return key;
    }

    private static EncryptionKey inHome(Path file) {
        try {
            if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                create(file);
            }
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                return new EncryptionKey(
                        null, file + " is no plain file. Name a key elsewhere with sitehook.encryption-key-file");
            }
            warnIfOpen(file);
            byte[] bytes = HexFormat.of()
                    .parseHex(Files.readString(file, StandardCharsets.US_ASCII).strip());
            return new EncryptionKey(new SecretBox(bytes), "");
        } catch (IllegalArgumentException e) {
            // The message of the JDK would quote a piece of the key.
            return new EncryptionKey(null, file + " does not hold a key: 64 hex digits. Restore it from a backup");
        } catch (IOException e) {
            return new EncryptionKey(null, file + " can't be used: " + e);
        }
    }

    private static void create(Path file) throws IOException {
        byte[] key = new byte[SecretBox.KEY_BYTES];
        new SecureRandom().nextBytes(key);
        Set<OpenOption> options =
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
        FileAttribute<?>[] attributes = isPosix(file)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER)}
                : new FileAttribute<?>[0];
        try (SeekableByteChannel channel = Files.newByteChannel(file, options, attributes)) {
            channel.write(ByteBuffer.wrap((HexFormat.of().formatHex(key) + "\n").getBytes(StandardCharsets.US_ASCII)));
        }
        LOGGER.log(
                System.Logger.Level.INFO,
                "made " + file + ", the key of the secrets that are entered in the admin page. Keep a copy apart from"
                        + " copies of the database");
    }

    private static void warnIfOpen(Path file) throws IOException {
        if (isPosix(file) && !OWNER.containsAll(Files.getPosixFilePermissions(file))) {
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    file + " can be read or written by others than its owner; chmod 600 it, and rotate the secrets that"
                            + " were entered in the admin page if others may have read both it and the database");
        }
    }

    private static boolean isPosix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "EncryptionKey[" + (box == null ? problem : "usable") + "]";
    }
}
