package io.sitehook.standalone;

import java.util.concurrent.TimeUnit;
import org.apache.catalina.connector.Connector;

/** How {@code java -jar} listens; the benchmark's ceilings listen in the same way. */
public final class HttpConnector {
    private static final long CONNECTION_TIMEOUT_MILLIS = TimeUnit.SECONDS.toMillis(10);

    private static final int THREADS_PER_CORE = 8;
    private static final int FEWEST_THREADS = 32;

    private HttpConnector() {}

    /**
     * A connector that does not listen yet.
     *
     * @param host the address to listen on
     * @param port the port, 0 for any free one
     */
    public static Connector at(String host, int port) {
        Connector connector = new Connector("org.apache.coyote.http11.Http11NioProtocol");
        // Otherwise a port in use is only logged, and the server runs without one.
        connector.setThrowOnFailure(true);
        connector.setPort(port);
        connector.setProperty("address", host);
        connector.setProperty("connectionTimeout", String.valueOf(CONNECTION_TIMEOUT_MILLIS));
        connector.setProperty("maxThreads", String.valueOf(mostThreads()));
        return connector;
    }

    /**
     * A post holds no thread while it waits for its body or for the store, so few are enough. With Tomcat's 200, a burst
     * is worked on by so many at once that each takes longer, and the JVM's compiler gets no turn among them.
     */
    private static int mostThreads() {
        return Math.max(FEWEST_THREADS, THREADS_PER_CORE * Runtime.getRuntime().availableProcessors());
    }
}
