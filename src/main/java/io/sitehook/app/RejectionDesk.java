package io.sitehook.app;

import io.sitehook.receive.BodyExcerpt;
import io.sitehook.receive.RejectionListener;
import io.sitehook.store.RejectionStore;
import io.sitehook.store.RejectionStore.Refused;
import io.sitehook.store.RejectionStore.Use;
import io.sitehook.verify.SignatureClinic;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes in what was refused and has it looked at later. The threads that answer only count: one post of each source and
 * reason is kept for the clinic in a while, a few dozen in all, so that a flood costs neither memory nor rows. All else
 * happens in {@link #flush}, once a second, on one thread.
 */
final class RejectionDesk implements RejectionListener {
    /** How many posts wait for the clinic at most. */
    static final int MOST_WAITING = 64;

    /** How many sources and reasons are counted apart between two flushes; what is beyond is counted as one. */
    static final int MOST_KINDS = 500;

    private static final System.Logger LOGGER = System.getLogger(RejectionDesk.class.getName());
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);
    private static final Duration USES_EVERY = Duration.ofSeconds(10);
    private static final String OTHERS = "many";

    /** Where one connection's clinic and key come from. */
    interface Clinics {
        /** The clinic of a connection, null if it is gone. */
        @Nullable
        SignatureClinic clinic(String connection);

        /** The api_key to mask, null if none is set. */
        byte @Nullable [] apiKey(String connection);
    }

    private record Kind(String connection, String remoteAddress, String reason) {}

    private record SecretName(String connection, String secret) {}

    private final Clinics clinics;
    private final Clock clock;
    private final BodyExcerpt excerpts = new BodyExcerpt();
    private final Map<SecretName, Use> uses = new ConcurrentHashMap<>();
    private Instant usesWrittenAt = Instant.EPOCH;

    // All below is guarded by this.
    private Map<Kind, Integer> counts = new LinkedHashMap<>();
    private final Map<Kind, Instant> looked = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Kind, Instant> eldest) {
            return size() > MOST_KINDS;
        }
    };
    private final ArrayDeque<Rejected> waiting = new ArrayDeque<>();

    RejectionDesk(Clinics clinics, Clock clock) {
        this.clinics = clinics;
        this.clock = clock;
    }

    @Override
    public synchronized void rejected(Rejected post) {
        Kind kind = new Kind(post.connection(), post.remoteAddress(), post.reason());
        if (!counts.containsKey(kind) && counts.size() >= MOST_KINDS) {
            kind = new Kind(post.connection(), OTHERS, post.reason());
        }
        counts.merge(kind, 1, Integer::sum);
        Instant now = clock.instant();
        Instant before = looked.get(kind);
        if (waiting.size() < MOST_WAITING
                && (before == null || before.plus(LOOK_AGAIN).isBefore(now))) {
            looked.put(kind, now);
            waiting.add(post);
        }
    }

    @Override
    public void verified(String connection, String secret, String form) {
        uses.put(new SecretName(connection, secret), new Use(connection, secret, clock.instant(), form));
    }

    /** Looks at what waits and writes everything down. For one thread. */
    void flush(RejectionStore store, boolean last) {
        Map<Kind, Integer> counted;
        List<Rejected> posts;
        synchronized (this) {
            counted = counts;
            counts = new LinkedHashMap<>();
            posts = List.copyOf(waiting);
            waiting.clear();
        }
        List<Refused> refused = refused(counted, posts);
        List<Use> used = usesToWrite(last);
        if (refused.isEmpty() && used.isEmpty()) {
            return;
        }
        CompletableFuture<Integer> unused = store.write(refused, used).whenComplete((done, failure) -> {
            if (failure != null) {
                LOGGER.log(Level.DEBUG, "what was refused in the last second is not written down", failure);
            }
        });
    }

    private List<Refused> refused(Map<Kind, Integer> counted, List<Rejected> posts) {
        Map<Kind, Rejected> looks = new HashMap<>();
        posts.forEach(post -> looks.put(new Kind(post.connection(), post.remoteAddress(), post.reason()), post));
        Instant now = clock.instant();
        List<Refused> refused = new ArrayList<>();
        counted.forEach((kind, count) -> refused.add(refused(kind, count, looks.get(kind), now)));
        return refused;
    }

    private Refused refused(Kind kind, int count, @Nullable Rejected post, Instant now) {
        byte[] body = post == null ? null : post.body();
        return new Refused(
                kind.connection(),
                kind.remoteAddress(),
                count,
                now,
                kind.reason(),
                post == null ? List.of() : findings(post),
                post == null || post.signed() ? "" : SignatureClinic.shape(post.signatures()),
                body == null ? -1 : body.length,
                body == null
                        ? null
                        : excerpts.of(body, clinics.apiKey(kind.connection()), RejectionStore.LONGEST_BODY));
    }

    private List<String> findings(Rejected post) {
        if (post.signed()) {
            return List.of("The signature is right. The api_key in the body is not the one that is set here: compare it"
                    + " with SiteCapture's form, or leave it out here.");
        }
        try {
            SignatureClinic clinic = clinics.clinic(post.connection());
            return clinic == null ? List.of("The connection is gone.") : clinic.examine(post.body(), post.signatures());
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "a refused post could not be looked into; it stays refused", e);
            return List.of("It could not be looked into; the log says why.");
        }
    }

    private List<Use> usesToWrite(boolean last) {
        Instant now = clock.instant();
        if (uses.isEmpty() || (!last && usesWrittenAt.plus(USES_EVERY).isAfter(now))) {
            return List.of();
        }
        usesWrittenAt = now;
        List<Use> written = new ArrayList<>();
        uses.forEach((name, use) -> {
            if (uses.remove(name, use)) {
                written.add(use);
            }
        });
        return written;
    }
}
