package io.sitehook.standalone;

import static io.sitehook.standalone.ServedHome.await;
import static io.sitehook.standalone.ServedHome.body;
import static org.assertj.core.api.Assertions.assertThat;

import io.sitehook.handle.HandlerJars;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A handler that ends the JVM, which nothing can prevent: it does so a few times, then its delivery is dead. */
class PoisonIT {
    private static final int OTHERS = 5;

    @TempDir
    Path directory;

    @Test
    void aDeliveryThatEndsTheServerIsDeadAfterThreeTimesAndTheOthersFlow() throws Exception {
        ServedHome served = new ServedHome(directory, "");
        HandlerJars.jar(served.home.resolve("handlers/poison.jar"))
                .handler(
                        "poison.Poison",
                        "poison",
                        "if (delivery.change().projectId().equals(\"poison\")) { Runtime.getRuntime().halt(3); }"
                                + " return Outcome.done();")
                .build();
        int ends = 0;
        boolean sent = false;
        while (true) {
            try (WarProcess server = served.serve()) {
                if (!sent) {
                    sent = true;
                    String url = server.readyUrl();
                    for (int i = 0; i < OTHERS; i++) {
                        assertThat(served.post(url, body("p" + i, "COMPLETE")).statusCode())
                                .isEqualTo(200);
                    }
                    await("they are done", () -> served.query(UNFINISHED).equals("0"));
                    assertThat(served.post(url, body("poison", "COMPLETE")).statusCode())
                            .isEqualTo(200);
                }
                await(
                        "the poison is dead or has ended the server",
                        () -> !server.isAlive() || served.query(POISON).equals("DEAD"));
                if (server.isAlive()) {
                    String url = server.readyUrl();
                    assertThat(served.post(url, body("after", "COMPLETE")).statusCode())
                            .isEqualTo(200);
                    await("a later one is done", () -> served.query(LATER).equals("DONE"));
                    break;
                }
                ends++;
            }
            assertThat(ends).as("times that the server was ended").isLessThanOrEqualTo(5);
        }
        assertThat(served.query("SELECT attempts FROM delivery WHERE handler = 'poison' AND project_id = 'poison'"))
                .isEqualTo(String.valueOf(ends));
        System.out.println("poison: the server was ended " + ends + " times, then the delivery was dead");
        assertThat(ends).isEqualTo(3);
    }

    private static final String POISON =
            "SELECT state FROM delivery WHERE handler = 'poison' AND project_id = 'poison'";
    private static final String LATER = "SELECT state FROM delivery WHERE handler = 'poison' AND project_id = 'after'";
    private static final String UNFINISHED = "SELECT count(*) FROM delivery WHERE state IN ('PENDING', 'RUNNING')";
}
