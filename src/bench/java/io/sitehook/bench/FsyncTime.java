package io.sitehook.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** How long this disk takes to sync 4 KiB at the end of a file: what everything durable is measured against. */
final class FsyncTime implements Subject {
    static final String GROUP = "Disk";
    static final String SUBJECT = "append 4 KiB and fsync";
    static final String P50 = "p50 ms";
    private static final int TIMES = 300;

    private final Work work;

    FsyncTime(Work work) {
        this.work = work;
    }

    @Override
    public String name() {
        return "fsync";
    }

    @Override
    public void start() {}

    @Override
    public void measure(Results results, int round) throws IOException {
        Path file = work.newDirectory("fsync").resolve("file");
        List<Long> micros = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (int i = 0; i < TIMES; i++) {
                long begun = System.nanoTime();
                channel.write(ByteBuffer.allocate(4096));
                channel.force(false);
                micros.add((System.nanoTime() - begun) / 1_000);
            }
        }
        results.add(GROUP, SUBJECT, "", P50, Clocks.percentile(micros, 0.50) / 1e3);
        results.add(GROUP, SUBJECT, "", "p99 ms", Clocks.percentile(micros, 0.99) / 1e3);
    }

    @Override
    public void close() {}
}
