package io.sitehook.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All settings, checked.
 *
 * @param home the directory of the store, the settings file and the handlers; absolute
 * @param handlersDirectory where handler jars are dropped; absolute
 * @param database where everything is kept
 * @param connections the connections by name
 * @param relay what concerns sending on
 * @param delivery how deliveries run where a handler has no setting of its own
 * @param deliveryByHandler how deliveries to a handler run, for those that have settings of their own
 * @param handlers for each handler's name, its own settings by their last part ({@code delivery.*} left out)
 * @param builtIns the handlers that are made without a jar, by their names
 * @param queueLimit how many requests may wait for the store before the next is answered 503
 * @param failuresPerMinute how many wrong signatures one source may send in a minute before it is answered 429
 * @param stopGrace how long running handlers get to finish when the server stops
 * @param retention how long events are kept where a connection says nothing else
 * @param auditRetention how long the audit trail is kept; zero: for ever
 * @param admin who may come to the admin page
 * @param metricsToken the bearer token that may read the metrics; empty: none may
 * @param encryptionKey the key that secrets entered in the admin page are stored with; empty: the one in the home
 * @param warnings what is odd but not wrong, one sentence each, for the log
 */
public record Settings(
        Path home,
        Path handlersDirectory,
        DatabaseSettings database,
        Map<String, ConnectionSettings> connections,
        RelaySettings relay,
        DeliverySettings delivery,
        Map<String, DeliverySettings> deliveryByHandler,
        Map<String, Map<String, String>> handlers,
        Map<String, BuiltInKind> builtIns,
        int queueLimit,
        int failuresPerMinute,
        Duration stopGrace,
        RetentionSettings retention,
        Duration auditRetention,
        AdminSettings admin,
        Optional<Secret> metricsToken,
        Optional<Secret> encryptionKey,
        List<String> warnings) {

    /**
     * How deliveries to one handler run.
     *
     * @param handler the handler's name
     * @return its own settings, or the general ones
     */
    public DeliverySettings deliveryFor(String handler) {
        return deliveryByHandler.getOrDefault(handler, delivery);
    }

    /**
     * The bytes of {@link #encryptionKey}.
     *
     * @return 32 bytes, empty if the key in the home is to be used
     */
    public Optional<byte[]> encryptionKeyBytes() {
        return encryptionKey.map(key -> AdminReader.keyBytes(key.reveal()));
    }

    /** The settings, without the values of the handlers' own: these may be secrets. */
    @Override
    public String toString() {
        return "Settings[home=" + home + ", handlersDirectory=" + handlersDirectory + ", database=" + database
                + ", connections="
                + connections
                + ", subscriptions=" + relay.subscriptions().values()
                + ", delivery=" + delivery + ", deliveryByHandler=" + deliveryByHandler + ", handlers="
                + handlers.keySet() + ", builtIns=" + builtIns + ", queueLimit=" + queueLimit + ", failuresPerMinute="
                + failuresPerMinute
                + ", stopGrace=" + stopGrace + ", retention=" + retention + ", auditRetention=" + auditRetention
                + ", admin=" + admin + ", metricsToken=" + metricsToken + ", encryptionKey=" + encryptionKey
                + ", warnings="
                + warnings + "]";
    }
}
