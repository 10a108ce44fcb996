package io.sitehook.standalone;

import static io.sitehook.standalone.ServedHome.await;
import static io.sitehook.standalone.ServedHome.body;
import static org.assertj.core.api.Assertions.assertThat;

import io.sitehook.store.sql.OpenStore;
import io.sitehook.testing.MutableClock;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The least heap that the guide names, with ten thousand deliveries that wait and people who look at them. */
@Tag("wide")
class SmallHeapIT {
    private static final String LEAST_HEAP = System.getProperty("sitehook.test.heap", "64m");
    private static final int PENDING = 10_000;
    private static final int POSTS = 100;

    private static final String EVENTS = """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
            INSERT INTO event (id, connection, received_at, state, project_id, kind, status, workflow_state, body,
                body_sha256, signature, remote_address)
            SELECT printf('01939d2e-0000-7000-8000-%%012x', i), 'sitecapture', 1792000000000 + i, 'RECEIVED', 'p' || i,
                'status_change', 'Some', 'ACCEPTED',
                CAST(printf('{"project_id":"p%%d","event":"status_change","note":"%%s"}', i, hex(zeroblob(%d))) AS BLOB),
                zeroblob(32), 'current secret, hex', '127.0.0.1' FROM n""";

    @TempDir
    Path directory;

    @Test
    void tenThousandThatWaitAndTheListsOfThemFit() throws Exception {
        serve(3_000, 1_000);
    }

    @Test
    @Tag("campaign")
    void tenThousandLargeOnesFitAndAreAllHandled() throws Exception {
        serve(30_000, PENDING);
    }

    /**
     * Has all of them wait, then some handled.
     *
     * @param bytes of each body, so that all together are more than the heap
     * @param handled how many are waited for
     */
    private void serve(int bytes, int handled) throws Exception {
        ServedHome served = new ServedHome(directory, "");
        fill(served, bytes);
        try (WarProcess server = WarProcess.start(
                directory, List.of("-Xmx" + LEAST_HEAP), "serve", "--port", "0", "--home", served.home.toString())) {
            String url = server.readyUrl();
            AdminClient admin = new AdminClient(url);
            admin.loginFirst("admin", server.oneTimePassword(), "a long password of this test");
            await(
                    "all are routed",
                    () -> served.query("SELECT count(*) FROM delivery WHERE state = 'PENDING'")
                            .equals(String.valueOf(PENDING)));
            for (int i = 0; i < POSTS; i++) {
                assertThat(served.post(url, body("new" + i, "ACCEPTED")).statusCode())
                        .isEqualTo(200);
                if (i % 10 == 0) {
                    look(admin);
                }
            }
            assertThat(admin.get("/admin/api/deliveries?limit=100000").statusCode())
                    .as("negative control: nobody can ask for all at once")
                    .isEqualTo(400);
            assertThat(admin.change("POST", "/admin/api/handlers/log/resume", "{}")
                            .statusCode())
                    .isLessThan(300);
            await(
                    "they are handled",
                    () -> Integer.parseInt(served.query("SELECT count(*) FROM delivery WHERE state = 'DONE'"))
                            >= handled);
            look(admin);
            assertThat(server.isAlive()).isTrue();
            assertThat(server.errors()).doesNotContain("OutOfMemoryError");
        }
        assertThat(served.query("SELECT count(*) FROM delivery")).isEqualTo(String.valueOf(PENDING + POSTS));
    }

    private static void look(AdminClient admin) throws Exception {
        for (String list : List.of(
                "events?limit=100",
                "deliveries?limit=100&state=pending",
                "failures",
                "status",
                "coverage",
                "handlers",
                "audit?limit=100")) {
            HttpResponse<String> answer = admin.get("/admin/api/" + list);
            assertThat(answer.statusCode()).as(list + ": " + answer.body()).isEqualTo(200);
            assertThat(answer.body().length()).as(list).isLessThan(200_000);
        }
    }

    private static void fill(ServedHome served, int bytes) throws Exception {
        try (OpenStore store = new OpenStore(served.home, new MutableClock());
                Connection connection = store.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA synchronous = OFF");
            statement.execute(String.format(Locale.ROOT, EVENTS, bytes / 2));
            statement.execute("INSERT INTO handler_pause VALUES ('log', 'admin', 'a test', 0)");
        }
        Files.delete(served.home.resolve("handlers/write-file.jar"));
    }
}
