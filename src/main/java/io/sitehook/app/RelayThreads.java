package io.sitehook.app;

import io.sitehook.relay.RelayParts;
import io.sitehook.store.DaemonThreads;
import java.net.InetAddress;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;

/** What relays run on: threads for requests, the clock, the dispatcher's bell. */
final class RelayThreads implements AutoCloseable {
    /** Below this level the HTTP client writes out headers and bodies, with the API keys in them. Kept, or it is forgotten. */
    private static final Logger WITHOUT_BODIES = Logger.getLogger("org.apache.hc");

    private final Clock clock;
    private final Bell bell;
    private final DaemonThreads threads = new DaemonThreads("sitehook-relay");
    private final ExecutorService requests = Executors.newCachedThreadPool(threads);

    RelayThreads(Clock clock, Bell bell) {
        this.clock = clock;
        this.bell = bell;
        WITHOUT_BODIES.setLevel(Level.INFO);
    }

    Clock clock() {
        return clock;
    }

    RelayParts parts(String instance) {
        return new RelayParts(instance, InetAddress::getAllByName, standardTls(), requests, clock, bell::ringAfter);
    }

    /** The JVM's: javax.net.ssl.trustStore and so on count. */
    private static SSLContext standardTls() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    @Override
    public void close() {
        requests.shutdownNow();
        threads.awaitEnd();
    }
}
