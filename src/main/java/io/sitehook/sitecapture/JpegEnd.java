package io.sitehook.sitecapture;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether a JPEG file has the end of its image. Cameras put previews, with ends of their own, before it, and data of
 * their own after it; so its segments are walked through from the start.
 */
final class JpegEnd {
    private static final int MARK = 0xff;
    private static final int FIRST_RESTART = 0xd0;
    private static final int START_OF_IMAGE = 0xd8;
    private static final int END_OF_IMAGE = 0xd9;
    private static final int STANDALONE = 0x01;
    private static final int END_OF_FILE = -1;

    private JpegEnd() {}

    static boolean isThere(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            int marker = nextMarker(in);
            while (marker != END_OF_FILE) {
                if (marker == END_OF_IMAGE) {
                    return true;
                }
                if (hasLength(marker) && !skipSegment(in)) {
                    return false;
                }
                marker = nextMarker(in);
            }
            return false;
        }
    }

    /** Also skips the image data, in which 0xff is followed by 0 or by a restart mark. */
    private static int nextMarker(InputStream in) throws IOException {
        int previous = 0;
        int current = in.read();
        while (current != END_OF_FILE) {
            boolean isMarker = previous == MARK && current != 0 && current != MARK;
            if (isMarker && (current < FIRST_RESTART || current >= START_OF_IMAGE)) {
                return current;
            }
            previous = current;
            current = in.read();
        }
        return END_OF_FILE;
    }

    private static boolean hasLength(int marker) {
        return marker != START_OF_IMAGE && marker != STANDALONE;
    }

    private static boolean skipSegment(InputStream in) throws IOException {
        int high = in.read();
        int low = in.read();
        if (low == END_OF_FILE) {
            return false;
        }
        long left = Math.max(0, (high << 8 | low) - 2);
        while (left > 0) {
            long skipped = in.skip(left);
            if (skipped == 0) {
                if (in.read() == END_OF_FILE) {
                    return false;
                }
                skipped = 1;
            }
            left -= skipped;
        }
        return true;
    }
}
