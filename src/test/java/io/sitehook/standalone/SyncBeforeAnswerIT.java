package io.sitehook.standalone;

import static io.sitehook.standalone.ServedHome.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The order of system calls, seen by strace: between any two answers 200 on one connection, one after the other, the
 * write-ahead log was synced, and the sync had ended.
 */
class SyncBeforeAnswerIT {
    private static final int POSTS = 1_000;
    private static final Pattern SYNCED = Pattern.compile("(fsync|fdatasync)\\(\\d+<[^>]*sitehook\\.db-wal>\\) += 0");
    private static final Pattern RESUMED = Pattern.compile("<\\.\\.\\. (fsync|fdatasync) resumed>\\) += 0");
    private static final Pattern ANSWER = Pattern.compile("(write|writev|sendto|send)\\(\\d+<[^>]*>, .*HTTP/1\\.1 200");

    @TempDir
    Path directory;

    @Test
    void theSyncEndsBeforeTheAnswerIsWritten() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/strace")), "strace is not installed");
        ServedHome served = new ServedHome(directory, "");
        Path trace = directory.resolve("trace.txt");
        try (WarProcess server = served.serve()) {
            String url = server.readyUrl();
            Process strace = new ProcessBuilder(
                            "strace",
                            "-f",
                            "-y",
                            "-s",
                            "40",
                            "-e",
                            "trace=fsync,fdatasync,write,writev,sendto",
                            "-o",
                            trace.toString(),
                            "-p",
                            String.valueOf(server.pid()))
                    .redirectErrorStream(true)
                    .start();
            try {
                assertThat(strace.inputReader(StandardCharsets.UTF_8).readLine())
                        .contains("attached");
                for (int i = 0; i < POSTS; i++) {
                    // Not to be read, so it is stored and that is all: no delivery whose commits would sync too.
                    assertThat(served.post(url, "no JSON " + i).statusCode()).isEqualTo(200);
                }
                await("all answers are in the trace", () -> answers(Files.readAllLines(trace)) == POSTS);
            } finally {
                strace.destroy();
                strace.waitFor();
            }
        }
        List<String> lines = Files.readAllLines(trace);
        int afterASync = 0;
        boolean synced = false;
        for (String line : lines) {
            if (SYNCED.matcher(line).find() || RESUMED.matcher(line).find()) {
                synced = true;
            } else if (ANSWER.matcher(line).find()) {
                afterASync += synced ? 1 : 0;
                synced = false;
            }
        }
        System.out.println("sync before answer: " + afterASync + " of " + POSTS);
        assertThat(afterASync).isEqualTo(POSTS);
    }

    private static long answers(List<String> lines) {
        return lines.stream().filter(line -> ANSWER.matcher(line).find()).count();
    }
}
