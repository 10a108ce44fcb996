package io.sitehook.container;

import static io.sitehook.standalone.ServedHome.await;
import static io.sitehook.standalone.ServedHome.body;
import static org.assertj.core.api.Assertions.assertThat;

import io.sitehook.standalone.ServedHome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** WildFly with all that its full configuration has, which the WAR has to get along with. */
class WildflyFullIT {
    /** WildFly's, as it is delivered. */
    private static final int[] PORTS = {8080, 8443, 9990, 3528, 3529, 4712, 4713};

    @TempDir
    Path directory;

    @Test
    void theFullConfigurationRunsItWithoutAWordOfWarning() throws Exception {
        Path home = Path.of(System.getProperty("sitehook.test.wildfly"));
        Path base = directory.resolve("base");
        for (String part : new String[] {"configuration", "deployments", "lib"}) {
            Server.copy(home.resolve("standalone/" + part), base.resolve(part));
        }
        ServedHome served = new ServedHome(directory, base.resolve("data/sitehook"), "");
        Files.copy(Path.of(System.getProperty("sitehook.test.war")), base.resolve("deployments/sitehook.war"));
        int offset = freeOffset();
        String url = "http://127.0.0.1:" + (8080 + offset) + "/sitehook";
        try (Server server = Server.start(
                directory,
                Map.of(
                        "LAUNCH_JBOSS_IN_BACKGROUND",
                        "true",
                        "JAVA_OPTS",
                        "-Xmx768m -Djava.net.preferIPv4Stack=true " + System.getProperty("sitehook.test.jvm")),
                "sh",
                home.resolve("bin/standalone.sh").toString(),
                "-c",
                "standalone-full.xml",
                "-b",
                "127.0.0.1",
                "-Djboss.server.base.dir=" + base,
                "-Djboss.socket.binding.port-offset=" + offset)) {
            server.awaitOk(url + "/health/ready");
            assertThat(served.post(url, body("full", "COMPLETE")).statusCode()).isEqualTo(200);
            await(
                    "both handlers have run",
                    () -> served.query("SELECT count(*) FROM delivery WHERE state = 'DONE'")
                            .equals("2"));
            server.terminate();
            assertThat(Files.readString(base.resolve("log/server.log")).lines())
                    .filteredOn(line -> line.matches("\\S+ \\S+ (WARN|ERROR) .*"))
                    .filteredOn(line -> line.contains("sitehook"))
                    .isEmpty();
        }
    }

    private static int freeOffset() throws IOException {
        for (int offset = 20_000; offset < 50_000; offset += 10) {
            if (allFree(offset)) {
                return offset;
            }
        }
        throw new AssertionError("no ports are free");
    }

    private static boolean allFree(int offset) {
        for (int port : PORTS) {
            try (ServerSocket socket = new ServerSocket(port + offset, 1, InetAddress.getLoopbackAddress())) {
                assertThat(socket.isBound()).isTrue();
            } catch (IOException e) {
                return false;
            }
        }
        return true;
    }
}
