package io.sitehook.app;

import io.sitehook.config.ConnectionSettings;
import io.sitehook.config.RetentionSettings;
import io.sitehook.config.Settings;
import io.sitehook.store.Purge.Limits;
import io.sitehook.store.Purge.Rules;
import java.util.Map;
import java.util.TreeMap;

/** The settings of retention, as the store's side knows them. */
final class RetentionLimits {
    private RetentionLimits() {}

    /** @param connections the connections as they are now */
    static Rules of(Settings settings, Map<String, ConnectionSettings> connections) {
        Map<String, Limits> byConnection = new TreeMap<>();
        connections.forEach(
                (name, connection) -> connection.retention().ifPresent(its -> byConnection.put(name, limits(its))));
        return new Rules(limits(settings.retention()), Map.copyOf(byConnection), settings.auditRetention());
    }

    private static Limits limits(RetentionSettings settings) {
        return new Limits(settings.finished(), settings.dead(), settings.parked(), settings.count());
    }
}
