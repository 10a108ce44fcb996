package io.sitehook.sweep;

import io.sitehook.spi.SiteCapture;
import io.sitehook.spi.SiteCaptureProject;
import io.sitehook.store.Inbox;
import io.sitehook.store.Incoming;
import io.sitehook.store.Receipt;
import io.sitehook.store.Sweeps;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;

/**
 * Sweeps one connection: asks SiteCapture for the projects that were updated since the last sweep, compares them with
 * what was heard, and puts in what no webhook told of.
 *
 * <p>The API gives a project's {@code status}, which is not documented to be its workflow state. So the operator names
 * the values that are to be taken for the workflow state of the same name; all others are passed over. What is missing
 * is put in only if it is missing at the next sweep too, as its webhook may be on its way. For one thread.
 */
public final class Sweep {
    /** The API's time zone is not documented, so more than a day is asked for twice. */
    static final Duration OVERLAP = Duration.ofHours(26);

    private static final int LONGEST_ID = 200;

    private final String connection;
    private final Inbox inbox;
    private final Sweeps sweeps;
    private final Clock clock;
    /** Project and state, as they were missing at the last sweep. */
    private Set<Map.Entry<String, String>> missingBefore = Set.of();

    /**
     * A sweep that remembers from one run to the next what was missing.
     *
     * @param connection the connection's name
     */
    public Sweep(String connection, Inbox inbox, Sweeps sweeps, Clock clock) {
        this.connection = connection;
        this.inbox = inbox;
        this.sweeps = sweeps;
        this.clock = clock;
    }

    /**
     * Sweeps once.
     *
     * @param states which values in the API are taken for the workflow state of the same name
     * @param selected whether the connection delivers a state
     * @param interval how long until the next run
     * @return how many events were put in
     * @throws IOException if SiteCapture can't be asked; the next run asks for the same again
     * @throws InterruptedException if the thread is interrupted
     */
    public int run(SiteCapture client, Set<String> states, Predicate<Optional<String>> selected, Duration interval)
            throws IOException, InterruptedException {
        Instant begin = clock.instant();
        Instant since =
                get(sweeps.sweptUntil(connection)).orElse(begin).minus(OVERLAP).minus(interval);
        Map<String, String> found = new TreeMap<>();
        client.projectsUpdatedAfter(since, project -> note(project, states, found));
        Map<String, Optional<String>> heard = get(sweeps.latestStates(connection, found.keySet()));
        Set<Map.Entry<String, String>> missing = new HashSet<>();
        int put = 0;
        for (Map.Entry<String, String> project : found.entrySet()) {
            Optional<String> state = Optional.of(project.getValue());
            if (!state.equals(heard.getOrDefault(project.getKey(), Optional.empty()))) {
                Map.Entry<String, String> entry = Map.entry(project.getKey(), project.getValue());
                if (missingBefore.contains(entry)) {
                    Receipt unused = get(inbox.store(event(entry, selected.test(state))));
                    put++;
                } else {
                    missing.add(entry);
                }
            }
        }
        missingBefore = missing;
        Void unused = get(sweeps.swept(connection, begin, clock.instant(), put));
        return put;
    }

    private static void note(SiteCaptureProject project, Set<String> states, Map<String, String> found) {
        String id = project.id();
        boolean readable =
                !id.isBlank() && id.length() <= LONGEST_ID && id.chars().noneMatch(Character::isISOControl);
        project.text("status")
                .filter(status -> readable && states.contains(status))
                .ifPresent(status -> found.put(id, status));
    }

    private Incoming event(Map.Entry<String, String> project, boolean selected) {
        String state = project.getValue();
        byte[] body = ("{\"project_id\": " + JsonText.numberOrText(project.getKey()) + ", \"status\": "
                        + JsonText.quote(state) + ", \"workflow_state\": " + JsonText.quote(state)
                        + ", \"event\": \"status_change\", \"swept\": true}")
                .getBytes(StandardCharsets.UTF_8);
        return new Incoming(
                connection,
                body,
                sha256(body),
                new Incoming.Parsed(project.getKey(), "status_change", state, state),
                selected,
                Duration.ZERO,
                Sweeps.SIGNATURE,
                new Incoming.Origin("sweep", null, null));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static <T> T get(CompletableFuture<T> future) throws IOException, InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IOException("the store can't be used: " + e.getCause(), e.getCause());
        }
    }
}
