package io.sitehook.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;

/** A base directory for WildFly as it is delivered, and ports of its own. */
final class OwnWildfly {
    /** WildFly's, as it is delivered. */
    private static final int[] PORTS = {8080, 8443, 9990, 3528, 3529, 4712, 4713};

    private final Path home = Path.of(System.getProperty("sitehook.test.wildfly"));
    final Path base;
    private final int offset;

    OwnWildfly(Path base) throws IOException {
        this.base = base;
        for (String part : new String[] {"configuration", "deployments", "lib"}) {
            Server.copy(home.resolve("standalone/" + part), base.resolve(part));
        }
        offset = freeOffset();
    }

    String url(String path) {
        return "http://127.0.0.1:" + (8080 + offset) + path;
    }

    /** Starts it with one of its configurations. */
    Server start(Path directory, String configuration) throws IOException {
        return Server.start(
                directory,
                Map.of(
                        "LAUNCH_JBOSS_IN_BACKGROUND",
                        "true",
                        "JAVA_OPTS",
                        "-Xmx768m -Djava.net.preferIPv4Stack=true " + System.getProperty("sitehook.test.jvm")),
                "sh",
                home.resolve("bin/standalone.sh").toString(),
                "-c",
                configuration,
                "-b",
                "127.0.0.1",
                "-Djboss.server.base.dir=" + base,
                "-Djboss.socket.binding.port-offset=" + offset);
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
