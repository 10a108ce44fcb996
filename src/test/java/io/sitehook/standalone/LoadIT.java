package io.sitehook.standalone;

import static io.sitehook.standalone.ServedHome.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten thousand posts at 64 connections: none lost, none merged, one delivery each. */
class LoadIT {
    private static final int POSTS = 10_000;

    @TempDir
    Path directory;

    @Test
    void everyPostBecomesOneEventAndOneDeliveryForEachHandler() throws Exception {
        // Each project's posts are alike, so the rule about duplicates would be right to merge them: it is off here.
        ServedHome served = new ServedHome(directory, "sitehook.connections.sitecapture.duplicate-window=0s\n");
        try (WarProcess server = served.serve()) {
            String url = server.readyUrl();
            WarProcess.Result sent = WarProcess.run(
                    directory,
                    "send",
                    "--url",
                    url + "/webhooks/sitecapture",
                    "--secret",
                    ServedHome.SECRET,
                    "--project",
                    "1",
                    "--projects",
                    "1000",
                    "--state",
                    "ACCEPTED",
                    "--count",
                    String.valueOf(POSTS),
                    "--connections",
                    "64");
            System.out.println(sent.out());
            assertThat(sent.code()).as(sent.err()).isZero();
            await(
                    "all deliveries are done",
                    () -> served.query("SELECT count(*) FROM delivery WHERE state = 'DONE'")
                            .equals(String.valueOf(POSTS)));
        }
        assertThat(served.query("SELECT count(*) FROM event WHERE state = 'ROUTED'"))
                .isEqualTo(String.valueOf(POSTS));
        assertThat(served.query("SELECT count(DISTINCT event) FROM delivery")).isEqualTo(String.valueOf(POSTS));
        assertThat(served.query("SELECT max(attempts) FROM delivery")).isEqualTo("1");
        // In order within a project: a later event's attempt never began before an earlier one's ended.
        assertThat(served.query("SELECT count(*) FROM attempt a JOIN delivery d ON d.id = a.delivery"
                        + " JOIN delivery e ON e.handler = d.handler AND e.project_id = d.project_id AND e.event < d.event"
                        + " JOIN attempt b ON b.delivery = e.id WHERE b.finished_at > a.started_at"))
                .isEqualTo("0");
    }
}
