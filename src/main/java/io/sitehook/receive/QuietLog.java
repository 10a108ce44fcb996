package io.sitehook.receive;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A log that takes one line from each source in ten seconds and counts the others. Thread-safe. */
final class QuietLog {
    private static final long QUIET_NANOS = 10_000_000_000L;
    private static final int MOST_SOURCES = 10_000;

    private final System.Logger logger;
    private final LongSupplier nanoTime;
    private final Sources<Line> sources = new Sources<>(MOST_SOURCES);

    /** The last line written for a source, and how many were left out since. */
    private static final class Line {
        private long writtenAt;
        private long leftOut;
    }

    QuietLog(System.Logger logger, LongSupplier nanoTime) {
        this.logger = logger;
        this.nanoTime = nanoTime;
    }

    /** Writes the message, escaped and cut, or counts it. */
    void log(System.Logger.Level level, String source, String message, @Nullable Throwable error) {
        long leftOut = leftOutSoFar(source);
        if (leftOut < 0) {
            return;
        }
        String line = LogText.of(message)
                + (leftOut == 0 ? "" : " (" + leftOut + " more from " + LogText.of(source) + " were not logged)");
        if (error == null) {
            logger.log(level, line);
        } else {
            logger.log(level, line, error);
        }
    }

    /** How many lines were left out since the last one; -1 if this one is to be left out too. */
    private synchronized long leftOutSoFar(String source) {
        long now = nanoTime.getAsLong();
        Line line = sources.get(source);
        if (line == null) {
            line = new Line();
            sources.put(source, line);
        } else if (now - line.writtenAt < QUIET_NANOS) {
            line.leftOut++;
            return -1;
        }
        long leftOut = line.leftOut;
        line.writtenAt = now;
        line.leftOut = 0;
        return leftOut;
    }
}
