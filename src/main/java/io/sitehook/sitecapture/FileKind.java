package io.sitehook.sitecapture;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** What a download must be, by its content type, its first bytes and its end. */
enum FileKind {
    IMAGE("an image", "image/.*"),
    ZIP("a ZIP archive", "application/(x-)?zip.*"),
    PDF("a PDF document", "application/(x-)?pdf");

    private static final int BOX_TYPE = 4;
    private static final int BRAND = 8;

    private final String words;
    /** A regular expression. */
    private final String contentTypes;

    FileKind(String words, String contentTypes) {
        this.words = words;
        this.contentTypes = contentTypes;
    }

    /** The server's word for it: it must not contradict. No word and "some bytes" say nothing. */
    void checkContentType(String contentType) throws UnwantedException {
        if (contentType.isEmpty()
                || contentType.endsWith("/octet-stream")
                || contentType.endsWith("download")
                || contentType.matches(contentTypes)) {
            return;
        }
        throw new UnwantedException("the content type " + Words.of(contentType) + " instead of " + words);
    }

    /** What the first bytes say that it is. */
    String typeOf(byte[] head, int length) throws UnwantedException {
        String start = new String(head, 0, length, StandardCharsets.ISO_8859_1);
        String type =
                switch (this) {
                    case IMAGE -> image(start);
                    case ZIP ->
                        start.startsWith("PK\003\004") || start.startsWith("PK\005\006") ? "application/zip" : null;
                    case PDF -> start.startsWith("%PDF-") ? "application/pdf" : null;
                };
        if (type == null) {
            throw new UnwantedException(length == 0 ? "nothing instead of " + words : "bytes that are not " + words);
        }
        return type;
    }

    private static @Nullable String image(String start) {
        if (start.startsWith("\u00ff\u00d8\u00ff")) {
            return "image/jpeg";
        }
        if (start.startsWith("\u0089PNG\r\n\032\n")) {
            return "image/png";
        }
        if (start.startsWith("GIF87a") || start.startsWith("GIF89a")) {
            return "image/gif";
        }
        if (start.startsWith("RIFF") && start.startsWith("WEBP", BRAND)) {
            return "image/webp";
        }
        if (start.startsWith("II*\0") || start.startsWith("MM\0*")) {
            return "image/tiff";
        }
        if (start.startsWith("BM")) {
            return "image/bmp";
        }
        if (start.startsWith("ftyp", BOX_TYPE)) {
            String brand = start.substring(BRAND, Math.min(start.length(), BRAND + BOX_TYPE));
            return switch (brand) {
                case "heic", "heix", "heim", "heis", "mif1", "msf1" -> "image/heic";
                case "avif", "avis" -> "image/avif";
                default -> null;
            };
        }
        return null;
    }

    /**
     * Whether its end is there. A transfer that stops early is an error of its own; this is for servers that announce
     * too short a length, or none.
     */
    void checkWhole(String type, Path file, long size) throws IOException {
        boolean whole =
                switch (type) {
                    case "image/jpeg" -> JpegEnd.isThere(file);
                    case "image/png" -> FileEnd.has(file, size, "IEND");
                    case "image/gif" -> FileEnd.has(file, size, ";");
                    case "application/pdf" -> FileEnd.has(file, size, "%%EOF");
                    case "application/zip" -> opens(file);
                    default -> true;
                };
        if (!whole) {
            throw new UnwantedException("only the beginning of " + words + ", " + size + " bytes");
        }
    }

    private static boolean opens(Path file) {
        try (ZipFile archive = new ZipFile(file.toFile())) {
            return archive.size() >= 0;
        } catch (IOException e) {
            return false;
        }
    }
}
