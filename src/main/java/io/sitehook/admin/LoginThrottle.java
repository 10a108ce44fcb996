package io.sitehook.admin;

import java.text.Normalizer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Stops guessing: after five failures of a user from one source, or twenty of one source, that one is locked out for a
 * quarter of an hour. Counted by source, so that nobody can lock somebody else out. Thread-safe.
 */
final class LoginThrottle {
    static final int TRIES = 5;
    static final int TRIES_OF_SOURCE = 20;
    static final Duration LOCKED = Duration.ofMinutes(15);

    private static final int MOST = 20_000;
    private static final int LONGEST_USER = 64;

    private final LongSupplier nanoTime;
    private final Map<String, Failures> failures = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > MOST;
        }
    };

    private record Failures(int count, long latest) {}

    /** @param nanoTime the clock for elapsed time, {@code System::nanoTime} */
    LoginThrottle(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Begins a try, which counts as failed until it has succeeded: so many at once are no more than many in turn. */
    synchronized boolean begin(String user, String source) {
        if (isLocked(user, source)) {
            return false;
        }
        add(both(user, source), 1);
        add(network(source), 1);
        return true;
    }

    /** Whether the next try will be refused. */
    synchronized boolean isLocked(String user, String source) {
        return count(both(user, source)) >= TRIES || count(network(source)) >= TRIES_OF_SOURCE;
    }

    /** The try was good: the user's failures from there are forgotten. */
    synchronized void succeeded(String user, String source) {
        failures.remove(both(user, source));
        add(network(source), -1);
    }

    private void add(String key, int more) {
        failures.put(key, new Failures(Math.max(0, count(key) + more), nanoTime.getAsLong()));
    }

    private int count(String key) {
        Failures known = failures.get(key);
        return known == null || nanoTime.getAsLong() - known.latest() > LOCKED.toNanos() ? 0 : known.count();
    }

    /** Names that a container might take for the same are one here. */
    private static String both(String user, String source) {
        String folded = Normalizer.normalize(user, Normalizer.Form.NFKC).strip().toLowerCase(Locale.ROOT);
        return network(source) + " " + folded.substring(0, Math.min(folded.length(), LONGEST_USER));
    }

    /** One who has an IPv6 address has at least 2^64 of them. */
    private static String network(String source) {
        if (source.indexOf(':') < 0) {
            return source;
        }
        String[] groups = source.split(":", -1);
        int compressed = source.indexOf("::");
        if (compressed >= 0 && source.substring(0, compressed).split(":", -1).length < 4) {
            return source.substring(0, compressed) + "::";
        }
        return String.join(":", java.util.Arrays.copyOf(groups, Math.min(4, groups.length)));
    }
}
