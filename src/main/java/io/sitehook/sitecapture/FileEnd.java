package io.sitehook.sitecapture;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The last kilobyte of a file, in which formats have their end marks. */
final class FileEnd {
    private static final int LENGTH = 1024;

    private FileEnd() {}

    static boolean has(Path file, long size, String mark) throws IOException {
        int length = (int) Math.min(size, LENGTH);
        byte[] end = new byte[length];
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
            open.seek(size - length);
            open.readFully(end);
        }
        return new String(end, StandardCharsets.ISO_8859_1).contains(mark);
    }
}
