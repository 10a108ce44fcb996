package io.sitehook.app;

import io.sitehook.config.ConnectionRetention;
import io.sitehook.config.ConnectionSettings;
import io.sitehook.config.RetentionSettings;
import io.sitehook.store.Purge.Limits;
import io.sitehook.store.Purge.Rules;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** The settings of retention, as the store's side knows them. */
final class RetentionLimits {
    private RetentionLimits() {}

    /**
     * What holds.
     *
     * @param general where a connection says nothing else
     * @param audit how long the audit trail is kept
     * @param connections the connections as they are now
     */
    static Rules of(RetentionSettings general, Duration audit, Map<String, ConnectionSettings> connections) {
        Map<String, Limits> byConnection = new TreeMap<>();
        connections.forEach((name, connection) -> {
            if (!connection.retention().equals(ConnectionRetention.NONE)) {
                byConnection.put(name, limits(connection.retention().over(general)));
            }
        });
        return new Rules(limits(general), Map.copyOf(byConnection), audit);
    }

    static Limits limits(RetentionSettings settings) {
        return new Limits(settings.finished(), settings.dead(), settings.parked(), settings.count());
    }
}
