package io.sitehook.app;

import java.time.Instant;
import java.util.Map;

/**
 * What the watch over connections has seen since the start; each map by connection.
 *
 * @param silentSince when something came in last from those that are silent
 * @param failures of those whose last sweep failed
 */
record Watched(Map<String, Instant> silentSince, Map<String, Failure> failures) {
    static final Watched NOTHING = new Watched(Map.of(), Map.of());

    /** A sweep that failed. */
    record Failure(Instant at, String why) {}
}
