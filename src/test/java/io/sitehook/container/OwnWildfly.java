package io.sitehook.container;

import io.sitehook.testing.FreePort;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** A base directory for WildFly as it is delivered, and ports of its own. */
final class OwnWildfly {
    /** WildFly's, as it is delivered. */
    private static final int[] PORTS = {8080, 8443, 9990, 3528, 3529, 4712, 4713};

    private static final int LEAST_OFFSET = 12_000;
    private static final int BEYOND_OFFSET = 22_000;
    private static final int TRIES = 200;

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

    /** Drawn, for another process may start one at the same time; all ports are then below those of clients. */
    private static int freeOffset() {
        return ThreadLocalRandom.current()
                .ints(LEAST_OFFSET, BEYOND_OFFSET)
                .limit(TRIES)
                .filter(offset -> Arrays.stream(PORTS).allMatch(port -> FreePort.isFree(port + offset)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no ports are free"));
    }
}
