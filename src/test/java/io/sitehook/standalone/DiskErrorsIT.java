package io.sitehook.standalone;

import static io.sitehook.standalone.ServedHome.await;
import static io.sitehook.standalone.ServedHome.body;
import static io.sitehook.standalone.ServedHome.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A disk that fails at the n-th write or sync, by strace: what was answered 200 is there afterwards, and the server goes
 * on by itself.
 */
class DiskErrorsIT {
    private static final List<String> ERRORS = List.of("EIO", "ENOSPC", "EROFS");
    private static final List<String> CALLS = List.of("pwrite64", "fdatasync,fsync");
    private static final int POSTS = 5;

    @TempDir
    Path directory;

    private final Set<String> acknowledged = new HashSet<>();
    private int posts;
    private int refused;

    @Test
    void whatWasAcknowledgedIsThereAfterTwelveErrors() throws Exception {
        failAtTheNthCall(12);
    }

    @Test
    @Tag("campaign")
    void whatWasAcknowledgedIsThereAfterTwoHundredErrors() throws Exception {
        failAtTheNthCall(200);
    }

    private void failAtTheNthCall(int most) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/strace")), "strace is not installed");
        ServedHome served = new ServedHome(directory, "");
        try (WarProcess server = served.serve()) {
            String url = server.readyUrl();
            for (int n = 1; n <= most; n++) {
                failOnce(served, server, url, CALLS.get(n % CALLS.size()), ERRORS.get(n % ERRORS.size()), n % 12 + 1);
                await("it takes posts again", () -> post(served, url));
            }
            assertThat(server.errors()).contains("the store can write again");
        }
        Set<String> stored = served.column("SELECT id FROM event");
        System.out.println("disk errors: " + most + " injected, " + refused + " posts refused, " + acknowledged.size()
                + " acknowledged, "
                + acknowledged.stream().filter(stored::contains).count() + " found");
        assertThat(stored).containsAll(acknowledged);
        assertThat(served.query("PRAGMA integrity_check")).isEqualTo("ok");
        // Negative control: an error that nobody noticed would prove nothing.
        assertThat(refused).isGreaterThanOrEqualTo(most / 4);
    }

    private void failOnce(ServedHome served, WarProcess server, String url, String calls, String error, int nth)
            throws Exception {
        Path log = directory.resolve("strace.txt");
        Process strace = new ProcessBuilder(
                        "strace",
                        "-f",
                        "-e",
                        "trace=" + calls,
                        "-e",
                        "inject=" + calls + ":error=" + error + ":when=" + nth,
                        "-p",
                        String.valueOf(server.pid()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            await("strace is attached", () -> Files.readString(log).contains("attached"));
            for (int i = 0; i < POSTS; i++) {
                post(served, url);
            }
        } finally {
            strace.destroy();
            strace.waitFor();
        }
    }

    private boolean post(ServedHome served, String url) throws Exception {
        HttpResponse<String> answer = served.post(url, body("p" + posts++, "ACCEPTED"));
        if (answer.statusCode() == 200) {
            acknowledged.add(event(answer));
            return true;
        }
        assertThat(answer.statusCode()).isEqualTo(503);
        refused++;
        return false;
    }
}
