package io.sitehook.standalone;

import static io.sitehook.standalone.ServedHome.body;
import static io.sitehook.standalone.ServedHome.event;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The served WAR on a store whose log has gone: it says so, takes nothing in, and goes on when the log is back. */
class CorruptStoreIT {
    @TempDir
    Path directory;

    @Test
    void aLogThatHasGoneIsNamedAndNothingIsLostOnceItIsBack() throws Exception {
        ServedHome served = new ServedHome(directory, "");
        Set<String> acknowledged = new HashSet<>();
        try (WarProcess server = served.serve()) {
            String url = server.readyUrl();
            for (int i = 0; i < 20; i++) {
                acknowledged.add(event(served.post(url, body("p" + i, "COMPLETE"))));
            }
            server.kill();
        }
        Path log = served.home.resolve("sitehook.db-wal");
        Path away = Files.move(log, directory.resolve("log"));
        Files.delete(served.home.resolve("sitehook.db-shm"));
        Object inode = Files.getAttribute(served.home.resolve("sitehook.db"), "unix:ino");
        WarProcess.Result refused = WarProcess.run(directory, "serve", "--port", "0", "--home", served.home.toString());
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.out()).doesNotContain("is ready");
        assertThat(refused.err())
                .contains("ends with event number 0", "20 had been committed", "Put the right files back")
                .doesNotContain("\tat ");
        Files.move(away, log, StandardCopyOption.REPLACE_EXISTING);
        try (WarProcess server = served.serve()) {
            String url = server.readyUrl();
            assertThat(served.get(url + "/health/ready").statusCode()).isEqualTo(200);
            assertThat(served.post(url, body("p", "COMPLETE")).statusCode()).isEqualTo(200);
        }
        assertThat(Files.getAttribute(served.home.resolve("sitehook.db"), "unix:ino"))
                .isEqualTo(inode);
        assertThat(served.column("SELECT id FROM event")).hasSize(21).containsAll(acknowledged);
    }
}
