package io.sitehook.bench.handler;

import io.sitehook.spi.Delivery;
import io.sitehook.spi.HandlerContext;
import io.sitehook.spi.Outcome;
import io.sitehook.spi.StatusChangeHandler;
import io.sitehook.spi.WorkflowStates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/**
 * Does nothing, but for a line in the file of the setting {@code log}, if it is set: the event's id, when it was received,
 * and when this was called, in microseconds since 1970.
 */
public final class NoOpHandler implements StatusChangeHandler {
    private FileChannel log;

    @Override
    public String name() {
        return "bench";
    }

    @Override
    public WorkflowStates states() {
        return WorkflowStates.all();
    }

    @Override
    public void start(HandlerContext context) {
        context.setting("log").ifPresent(file -> {
            try {
                log = FileChannel.open(Path.of(file), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Override
    public Outcome handle(Delivery delivery) throws IOException {
        if (log != null) {
            String line = delivery.change().id() + " "
                    + micros(delivery.change().receivedAt()) + " " + micros(Instant.now()) + "\n";
            log.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)));
        }
        return Outcome.done();
    }

    private static long micros(Instant time) {
        return time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000;
    }
}
