package example;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.sitehook.spi.Delivery;
import io.sitehook.spi.HandlerContext;
import io.sitehook.spi.Outcome;
import io.sitehook.spi.StatusChangeHandler;
import io.sitehook.spi.WorkflowStates;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Writes the body of every completed project's status change into a file:
 * {@code <directory>/<project>/<idempotency key>.json}.
 *
 * <p>An example to copy from. It shows a setting that is checked at the start, work that may be repeated without harm,
 * and names from outside that can't do any. The directory is the operator's, given as
 * {@code sitehook.handler.write-file.directory}.
 */
public class WriteFile implements StatusChangeHandler {

    /** File systems take 255 bytes for a name; this leaves room for what we add to it. */
    private static final int LONGEST_NAME = 180;

    /** Names that Windows keeps for devices, whatever follows after a dot. */
    private static final Pattern DEVICE = Pattern.compile("con|prn|aux|nul|com[0-9]|lpt[0-9]");

    /** Written once in start, which comes before every call of handle: no lock is needed. */
    private Path directory;

    /** The name is stored with every delivery. Choose it once and keep it. */
    @Override
    public String name() {
        return "write-file";
    }

    @Override
    public WorkflowStates states() {
        return WorkflowStates.of("COMPLETE");
    }

    /**
     * Finds out now, with the operator still watching, whether the setting is good. What is thrown here is shown to the
     * operator, so it says which setting is meant and what is wrong.
     */
    @Override
    public void start(HandlerContext context) throws IOException {
        directory = Path.of(context.require("directory")).toAbsolutePath().normalize();
        try {
            Files.createDirectories(directory);
            // Really write: rights alone don't tell (read-only file systems, access lists, quotas).
            Files.delete(Files.createTempFile(directory, ".", ".tmp"));
        } catch (IOException e) {
            throw new IOException(
                    "can't write into " + directory + ", the directory given as sitehook.handler.write-file.directory;"
                            + " make it a directory that the server's user can write",
                    e);
        }
    }

    /**
     * Writes the file, unless an earlier attempt has done so. An {@link IOException} (disk full, share gone) simply
     * passes: it means "try again later", and its message is kept with the attempt.
     */
    @Override
    public Outcome handle(Delivery delivery) throws IOException {
        Path folder = directory.resolve(safeName(delivery.change().projectId()));
        Path file = folder.resolve(safeName(delivery.idempotencyKey()) + ".json");
        if (Files.exists(file)) {
            // The file appears only when it is whole, so an attempt that got this far had finished its work.
            return Outcome.done("already written");
        }
        Files.createDirectories(folder);
        write(file, delivery.change().body());
        return Outcome.done("written to " + directory.relativize(file));
    }

    /** Makes the file appear all at once: nobody ever sees half of it, neither a reader nor a retry after a crash. */
    private void write(Path file, byte[] body) throws IOException {
        Path folder = file.getParent();
        // In the same folder, as only a move within one file system is atomic. A new name for each attempt, as an
        // attempt that overran its deadline may still be writing when the next one starts.
        Path temporary = folder.resolve("." + UUID.randomUUID() + ".tmp");
        try {
            try (FileChannel channel = FileChannel.open(temporary, CREATE_NEW, WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(body);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(temporary, file, ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
        // "Done" is final, so the names must be on disk too, not only the bytes.
        forceNames(folder);
        forceNames(directory);
    }

    private static void forceNames(Path folder) throws IOException {
        if (File.separatorChar == '\\') {
            return; // Windows can't open a directory; its file systems keep names safe themselves
        }
        try (FileChannel channel = FileChannel.open(folder, READ)) {
            channel.force(true);
        }
    }

    /**
     * A file name for any text, a different one for each text. Text from outside must never be used as a path as it is:
     * it may be {@code ../../etc/passwd}, {@code NUL}, or 200 characters of anything.
     *
     * <p>Small letters, digits and inner hyphens stay, so that {@code 3057} is {@code 3057}. All else becomes {@code _}
     * and four hexadecimal digits; capital letters too, as some file systems don't tell them from small ones. What gets
     * too long is replaced by its digest.
     */
    static String safeName(String text) {
        StringBuilder name = new StringBuilder();
        boolean device = DEVICE.matcher(text).matches();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain = c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' && i > 0;
            if (plain && !(device && i == 0)) {
                name.append(c);
            } else {
                name.append('_').append(HexFormat.of().toHexDigits(c));
            }
        }
        // Two underscores never come out of the above, so a digest can't meet another text's name.
        return name.length() <= LONGEST_NAME ? name.toString() : "__" + sha256(name.toString());
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
