package io.sitehook.standalone;

import static io.sitehook.standalone.ServedHome.await;
import static io.sitehook.standalone.ServedHome.body;
import static io.sitehook.standalone.ServedHome.event;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full, and a database that somebody else has locked. */
class DiskFaultsIT {
    private static final long LONGEST_RECOVERY_SECONDS = 10;

    @TempDir
    Path directory;

    private final Set<String> acknowledged = new HashSet<>();
    private int posts;

    private int post(WarProcess server, ServedHome served, String url) throws Exception {
        HttpResponse<String> answer;
        try {
            answer = served.post(url, body("p" + posts++, "ACCEPTED"));
        } catch (IOException e) {
            throw new AssertionError("not answered: " + server, e);
        }
        if (answer.statusCode() == 200) {
            acknowledged.add(event(answer));
        } else {
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).hasValue("60");
            assertThat(answer.body()).hasSizeLessThanOrEqualTo(200).doesNotContain("SQL");
        }
        return answer.statusCode();
    }

    private void recovers(String what, WarProcess server, ServedHome served, String url) throws Exception {
        long start = System.nanoTime();
        await("it takes posts again", () -> post(server, served, url) == 200);
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
        System.out.println(what + ": took posts again after " + seconds + " s");
        assertThat(seconds).isLessThanOrEqualTo(LONGEST_RECOVERY_SECONDS);
        assertThat(served.query("SELECT count(*) FROM event WHERE id IN ('" + String.join("','", acknowledged) + "')"))
                .isEqualTo(String.valueOf(acknowledged.size()));
        await(
                "it says that it is ready",
                () -> served.get(url + "/health/ready").statusCode() == 200);
    }

    @Test
    void afterAFullDiskItGoesOnByItself() throws Exception {
        try (SmallDisk disk = new SmallDisk(directory.resolve("disk"))) {
            ServedHome served = new ServedHome(disk.directory, "");
            try (WarProcess server =
                    WarProcess.start(directory, "serve", "--port", "0", "--home", served.home.toString())) {
                String url = server.readyUrl();
                assertThat(post(server, served, url)).isEqualTo(200);
                // What it needs to be ready is there when it says so: a start must not be cut in two by a full disk.
                assertThat(served.home.resolve("admin-users.properties")).exists();
                disk.fill();
                // Some still fit into room that the log and the database have from before.
                int[] refused = new int[1];
                await("the disk is full", () -> {
                    refused[0] += post(server, served, url) == 503 ? 1 : 0;
                    return refused[0] == 10;
                });
                assertThat(server.errors()).contains("the disk is full");
                assertThat(served.get(url + "/health/ready").body()).contains("down", "can't write");
                disk.free();
                recovers("full disk", server, served, url);
            }
        }
    }

    @Test
    void afterAnotherProgramsLockItGoesOnByItself() throws Exception {
        ServedHome served = new ServedHome(directory, "");
        try (WarProcess server = served.serve()) {
            String url = server.readyUrl();
            assertThat(post(server, served, url)).isEqualTo(200);
            try (Connection locker = DriverManager.getConnection("jdbc:sqlite:" + served.home.resolve("sitehook.db"));
                    Statement statement = locker.createStatement()) {
                statement.execute("PRAGMA busy_timeout = 30000");
                statement.execute("BEGIN IMMEDIATE");
                assertThat(post(server, served, url)).isEqualTo(503);
                assertThat(served.get(url + "/health/ready").statusCode()).isEqualTo(503);
                assertThat(served.get(url + "/health/live").statusCode()).isEqualTo(200);
                statement.execute("ROLLBACK");
            }
            recovers("locked database", server, served, url);
        }
    }

    @Test
    void aHomeThatCantBeWrittenIsRefusedInWordsAndNoOtherPlaceIsTaken() throws Exception {
        try (SmallDisk disk = new SmallDisk(directory.resolve("disk"))) {
            ServedHome served = new ServedHome(disk.directory, "");
            disk.makeReadOnly();
            refuses(served.home, "read-only");
        }
        Path file = Files.writeString(directory.resolve("file"), "not a directory");
        refuses(file.resolve("home"), file.toString());
    }

    private void refuses(Path home, String reason) throws Exception {
        WarProcess.Result result = WarProcess.run(directory, "serve", "--port", "0", "--home", home.toString());
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).doesNotContain("is ready");
        assertThat(result.err())
                .containsIgnoringCase(reason)
                .contains(home.toString())
                .doesNotContain("\tat ");
    }
}
