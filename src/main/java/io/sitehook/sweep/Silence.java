package io.sitehook.sweep;

import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * Notices connections that used to speak and have fallen silent. Says so once for each silence, and once when it ends.
 * Safe for use by many threads.
 */
public final class Silence {
    private static final System.Logger LOGGER = System.getLogger(Silence.class.getName());

    private final Clock clock;
    private volatile Map<String, Instant> silentSince = Map.of();

    /** Nothing is silent yet. */
    public Silence(Clock clock) {
        this.clock = clock;
    }

    /**
     * Looks once. For one thread.
     *
     * @param lastReceived when something came in last from each connection; one that never spoke is not missed
     * @param alarms after how long each connection is missed; those that are not named are not
     */
    public void look(Map<String, Instant> lastReceived, Map<String, Duration> alarms) {
        Instant now = clock.instant();
        Map<String, Instant> silent = new TreeMap<>();
        alarms.forEach((connection, after) -> {
            Instant last = lastReceived.get(connection);
            if (last != null && Duration.between(last, now).compareTo(after) > 0) {
                silent.put(connection, last);
                if (!silentSince.containsKey(connection)) {
                    LOGGER.log(
                            Level.WARNING,
                            "connection " + connection + " is silent: nothing has come in since " + last
                                    + ", which is longer than its silence-alarm. See whether the integration is active at"
                                    + " SiteCapture and whether its URL still leads here");
                }
            }
        });
        silentSince.keySet().stream()
                .filter(connection -> !silent.containsKey(connection))
                .forEach(connection -> LOGGER.log(Level.INFO, "connection " + connection + " is no longer silent"));
        silentSince = Map.copyOf(silent);
    }

    /**
     * Which connections are silent now.
     *
     * @return by connection when something came in last; unmodifiable
     */
    public Map<String, Instant> silentSince() {
        return silentSince;
    }
}
