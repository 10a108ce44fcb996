package io.sitehook.spi;

import java.nio.file.Path;
import java.util.Objects;

/** A file that was downloaded whole. Immutable. */
public final class Download {
    private final Path file;
    private final long size;
    private final String sha256;
    private final String contentType;

    private Download(Path file, long size, String sha256, String contentType) {
        this.file = Objects.requireNonNull(file);
        this.size = size;
        this.sha256 = Objects.requireNonNull(sha256);
        this.contentType = Objects.requireNonNull(contentType);
    }

    /**
     * Says what was downloaded.
     *
     * @param file where it is
     * @param size its length in bytes
     * @param sha256 of its bytes, 64 lower-case hexadecimal digits
     * @param contentType what its bytes are, for example {@code image/jpeg}
     * @return the download
     */
    public static Download of(Path file, long size, String sha256, String contentType) {
        return new Download(file, size, sha256, contentType);
    }

    /**
     * Where it is.
     *
     * @return the file that was asked for
     */
    public Path file() {
        return file;
    }

    /**
     * How long it is.
     *
     * @return the number of bytes
     */
    public long size() {
        return size;
    }

    /**
     * Its digest.
     *
     * @return 64 lower-case hexadecimal digits
     */
    public String sha256() {
        return sha256;
    }

    /**
     * What it is, by its own bytes and not by what the server said.
     *
     * @return for example {@code image/jpeg}
     */
    public String contentType() {
        return contentType;
    }

    /**
     * The usual ending of names of such files.
     *
     * @return for example {@code jpg}; {@code bin} for a type that is not known here
     */
    public String extension() {
        return switch (contentType) {
            case "image/jpeg" -> "jpg";
            case "image/png",
                    "image/gif",
                    "image/webp",
                    "image/tiff",
                    "image/bmp",
                    "image/heic",
                    "image/avif",
                    "application/pdf",
                    "application/zip" -> contentType.substring(contentType.indexOf('/') + 1);
            default -> "bin";
        };
    }

    /** The file's name, length and type. */
    @Override
    public String toString() {
        return file.getFileName() + " (" + size + " bytes, " + contentType + ")";
    }
}
