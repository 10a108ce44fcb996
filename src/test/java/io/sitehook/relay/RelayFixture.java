package io.sitehook.relay;

import io.sitehook.spi.Delivery;
import io.sitehook.spi.WorkflowStates;
import io.sitehook.spi.testing.DeliveryBuilder;
import io.sitehook.spi.testing.StatusChangeBuilder;
import io.sitehook.testing.MutableClock;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/** A relay with names, time and trust of its own. */
final class RelayFixture implements AutoCloseable {
    static final String SECRET = "canary-secret-4f1d9a7c33b0e6a2518d";
    static final String PREVIOUS = "canary-previous-9a7c33b0e6a2518d4f1d";
    static final String API_KEY = "canary-key-77";

    final MutableClock clock = new MutableClock();
    final Map<String, List<String>> names = new HashMap<>(Map.of("target.example", List.of("127.0.0.1")));
    final List<Duration> wakeUps = new ArrayList<>();
    final ExecutorService threads = Executors.newCachedThreadPool();
    List<String> secrets = List.of(SECRET);
    boolean standardWebhooks;
    boolean allowPrivate = true;
    List<Network> allowed = List.of();
    Duration timeout = Duration.ofSeconds(10);
    SSLContext tls = standardTls();

    private static SSLContext standardTls() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private InetAddress[] resolve(String host) throws UnknownHostException {
        List<String> addresses = names.getOrDefault(host, host.matches("[0-9.]+|.*:.*") ? List.of(host) : List.of());
        if (addresses.isEmpty()) {
            throw new UnknownHostException(host);
        }
        InetAddress[] found = new InetAddress[addresses.size()];
        for (int at = 0; at < found.length; at++) {
            found[at] = InetAddress.getByName(addresses.get(at));
        }
        return found;
    }

    Relay relay(URI url) {
        Subscription subscription = new Subscription(
                "b",
                url,
                WorkflowStates.all(),
                secrets.stream()
                        .map(secret -> secret.getBytes(StandardCharsets.UTF_8))
                        .toList(),
                API_KEY,
                standardWebhooks,
                allowPrivate,
                allowed,
                4,
                Duration.ofSeconds(5),
                timeout,
                3,
                Duration.ofSeconds(30));
        return new Relay(subscription, new RelayParts("here", this::resolve, tls, threads, clock, wakeUps::add));
    }

    Delivery delivery(String project) {
        return DeliveryBuilder.deliveryOf(
                        StatusChangeBuilder.statusChange()
                                .projectId(project)
                                .status("Complete")
                                .workflowState("COMPLETE")
                                .build(),
                        "relay-b")
                .deadline(clock.instant().plusSeconds(60))
                .build();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
