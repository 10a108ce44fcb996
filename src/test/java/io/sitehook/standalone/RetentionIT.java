package io.sitehook.standalone;

import static io.sitehook.standalone.ServedHome.await;
import static io.sitehook.standalone.ServedHome.body;
import static io.sitehook.standalone.ServedHome.event;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Retention in the served WAR. */
@Tag("wide")
class RetentionIT {
    private static final int POSTS = 60;

    @TempDir
    Path directory;

    @Test
    void ofTooManyEventsTheOldestHandledOnesGoWhilePostsComeIn() throws Exception {
        ServedHome served = new ServedHome(directory, "sitehook.connections.sitecapture.retention-count=10\n");
        Files.delete(served.home.resolve("handlers/log-status.jar")); // it takes every state
        try (WarProcess server = served.serve()) {
            String url = server.readyUrl();
            String parked = event(served.post(url, body("parked", "NOBODY TAKES IT")));
            for (int i = 0; i < POSTS; i++) {
                assertThat(served.post(url, body("p" + i, "COMPLETE")).statusCode())
                        .isEqualTo(200);
            }
            await("the oldest have gone", () -> {
                HttpResponse<String> last = served.post(url, body("last", "COMPLETE"));
                assertThat(last.statusCode()).isEqualTo(200);
                return Integer.parseInt(served.query("SELECT count(*) FROM event WHERE project_id LIKE 'p_%'")) < 12;
            });
            assertThat(served.column("SELECT project_id FROM event WHERE project_id LIKE 'p%'"))
                    .doesNotContain("p0", "p1")
                    .as("what no handler took is kept longer")
                    .contains("parked");
            assertThat(served.query("SELECT state FROM event WHERE id = '" + parked + "'"))
                    .isEqualTo("PARKED");
            assertThat(served.query("SELECT count(*) FROM delivery WHERE event NOT IN (SELECT seq FROM event)"))
                    .isEqualTo("0");
            assertThat(served.query("SELECT count(*) FROM attempt WHERE delivery NOT IN (SELECT id FROM delivery)"))
                    .isEqualTo("0");
        }
        assertThat(served.query("PRAGMA integrity_check")).isEqualTo("ok");
    }

    @Test
    void aConnectionMadeInThePageKeepsAsManyAsItSays() throws Exception {
        ServedHome served = new ServedHome(directory, "");
        try (WarProcess server = served.serve()) {
            String url = server.readyUrl();
            AdminClient admin = new AdminClient(url);
            admin.loginFirst("admin", server.oneTimePassword(), "a password of the admin");
            String account =
                    "{\"name\":\"account\",\"hmacSecret\":\"" + ServedHome.SECRET + "\",\"retentionCount\":\"10\"}";
            assertThat(admin.change("POST", "/admin/api/connections", account).statusCode())
                    .isEqualTo(201);
            for (int i = 0; i < POSTS; i++) {
                assertThat(served.post(url, "account", body("p" + i, "COMPLETE"))
                                .statusCode())
                        .isEqualTo(200);
            }
            served.post(url, "account", body("last", "COMPLETE"));
            assertThat(served.post(url, body("elsewhere", "COMPLETE")).statusCode())
                    .isEqualTo(200);
            await(
                    "all are handled",
                    () -> served.query("SELECT count(*) FROM delivery WHERE state <> 'DONE'")
                            .equals("0"));
        }
        try (WarProcess server = served.serve()) { // its first round comes ten seconds after the start
            server.readyUrl();
            await(
                    "the oldest have gone",
                    () -> served.query("SELECT count(*) FROM event WHERE connection = 'account'")
                            .equals("10"));
        }
        assertThat(served.column("SELECT project_id FROM event"))
                .contains("last", "elsewhere")
                .doesNotContain("p0", "p1");
    }
}
