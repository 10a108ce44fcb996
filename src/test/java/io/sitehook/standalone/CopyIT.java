package io.sitehook.standalone;

import static io.sitehook.standalone.ServedHome.await;
import static io.sitehook.standalone.ServedHome.body;
import static org.assertj.core.api.Assertions.assertThat;

import io.sitehook.testing.Postgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server outgrows its file: stop, set the database, copy, start. */
@Tag("wide")
class CopyIT {
    private static final int POSTS = 20;

    @TempDir
    Path directory;

    @Test
    void aServerGoesOnOnPostgresqlWithAllThatItHad() throws Exception {
        ServedHome served = new ServedHome(directory, "");
        try (WarProcess server = served.serve()) {
            String url = server.readyUrl();
            for (int i = 0; i < POSTS; i++) {
                assertThat(served.post(url, body("p" + i, "COMPLETE")).statusCode())
                        .isEqualTo(200);
            }
            await(
                    "all are done",
                    () -> served.query("SELECT count(*) FROM delivery WHERE state = 'DONE'")
                            .equals(String.valueOf(2 * POSTS)));
            server.terminate();
            server.result();
        }
        WarProcess.Result without = copy(served);
        assertThat(without.code()).isEqualTo(1);
        assertThat(without.err()).contains("Set sitehook.database.url");
        try (Postgres postgres =
                Postgres.start(Files.createDirectory(directory.resolve("postgres")), Map.of("fsync", "off"))) {
            String database = postgres.createDatabase();
            Files.writeString(
                    served.home.resolve("sitehook.properties"),
                    "sitehook.node=one\nsitehook.database.url=" + postgres.url(database) + "\nsitehook.database.user="
                            + postgres.user() + "\n",
                    StandardOpenOption.APPEND);
            WarProcess.Result copied = copy(served);
            assertThat(copied.code()).as(copied.err()).isZero();
            assertThat(copied.out())
                    .containsPattern(" " + POSTS + " event\n")
                    .containsPattern(" " + 2 * POSTS + " delivery\n")
                    .contains("from its next start");
            try (WarProcess server = served.serve()) {
                String url = server.readyUrl();
                assertThat(served.post(url, body("p0", "COMPLETE")).body()).contains("\"result\":\"duplicate\"");
                assertThat(served.post(url, body("p0", "COMPLETE").replace("Some", "Another"))
                                .body())
                        .contains("\"result\":\"stored\"");
                await(
                        "the new one is done too",
                        () -> postgres.number(database, "SELECT count(*) FROM delivery WHERE state = 'DONE'")
                                == 2 * POSTS + 2);
            }
            assertThat(served.filesWritten()).as("nothing ran twice").isEqualTo(POSTS + 1);
            assertThat(copy(served).err()).contains("Nothing was copied", "one works on that database");
        }
        assertThat(served.query("SELECT count(*) FROM event")).isEqualTo(String.valueOf(POSTS));
    }

    private WarProcess.Result copy(ServedHome served) throws Exception {
        return WarProcess.run(directory, "copy-to-postgresql", "--home", served.home.toString());
    }
}
