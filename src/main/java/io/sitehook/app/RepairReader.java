package io.sitehook.app;

import io.sitehook.admin.BodyReader;
import io.sitehook.config.ConnectionSettings;
import io.sitehook.receive.StatusChangeReader;
import io.sitehook.receive.StatusChangeReading;
import java.nio.charset.StandardCharsets;

/** Reads repaired bodies as received ones are read. */
final class RepairReader implements BodyReader {
    private final ConnectionDirectory connections;
    private final StatusChangeReader reader = new StatusChangeReader();

    RepairReader(ConnectionDirectory connections) {
        this.connections = connections;
    }

    @Override
    public Read read(String connection, byte[] body) {
        ConnectionSettings settings = connections.settings(connection);
        byte[] apiKey = settings == null
                ? null
                : settings.apiKey()
                        .map(key -> key.reveal().getBytes(StandardCharsets.UTF_8))
                        .orElse(null);
        StatusChangeReading reading = reader.read(body, apiKey);
        return new Read(reading.content(), reading.maskedBody());
    }
}
