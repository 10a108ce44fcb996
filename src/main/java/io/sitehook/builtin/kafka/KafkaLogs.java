package io.sitehook.builtin.kafka;

import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps Kafka's own log lines down. At INFO it prints all settings with every producer, and below that requests, logins
 * among them. That a broker can't be reached it says again with every try; the attempts say it too.
 */
final class KafkaLogs {
    /** Held, since the log manager holds loggers weakly and would forget their levels. */
    private static final Logger ALL = Logger.getLogger("org.apache.kafka");

    private static final Logger EVERY_TRY_TO_CONNECT = Logger.getLogger("org.apache.kafka.clients.NetworkClient");

    private KafkaLogs() {}

    /** To be called before anything of Kafka is made, with the same context class loader: Tomcat's loggers go by that. */
    static void quieten() {
        ALL.setLevel(Level.WARNING);
        EVERY_TRY_TO_CONNECT.setLevel(Level.SEVERE);
    }
}
