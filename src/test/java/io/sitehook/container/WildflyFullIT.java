package io.sitehook.container;

import static io.sitehook.standalone.ServedHome.await;
import static io.sitehook.standalone.ServedHome.body;
import static org.assertj.core.api.Assertions.assertThat;

import io.sitehook.standalone.ServedHome;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** WildFly with all that its full configuration has, which the WAR has to get along with. */
@Tag("wide")
class WildflyFullIT {
    @TempDir
    Path directory;

    @Test
    void theFullConfigurationRunsItWithoutAWordOfWarning() throws Exception {
        OwnWildfly wildfly = new OwnWildfly(directory.resolve("base"));
        ServedHome served = new ServedHome(directory, wildfly.base.resolve("data/sitehook"), "");
        Files.copy(Path.of(System.getProperty("sitehook.test.war")), wildfly.base.resolve("deployments/sitehook.war"));
        String url = wildfly.url("/sitehook");
        try (Server server = wildfly.start(directory, "standalone-full.xml")) {
            server.awaitOk(url + "/health/ready");
            assertThat(served.post(url, body("full", "COMPLETE")).statusCode()).isEqualTo(200);
            await(
                    "both handlers have run",
                    () -> served.query("SELECT count(*) FROM delivery WHERE state = 'DONE'")
                            .equals("2"));
            server.terminate();
            assertThat(Files.readString(wildfly.base.resolve("log/server.log")).lines())
                    .filteredOn(line -> line.matches("\\S+ \\S+ (WARN|ERROR) .*"))
                    .filteredOn(line -> line.contains("sitehook"))
                    .isEmpty();
        }
    }
}
