package io.sitehook.builtin.kafka;

import io.sitehook.builtin.options.Options;
import io.sitehook.spi.WorkflowStates;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The settings of the handler.
 *
 * @param servers the brokers that are asked first, for messages
 * @param event how records are made
 * @param producer the properties of Kafka's producer
 * @param secrets those among them
 */
record KafkaOptions(
        WorkflowStates states,
        String servers,
        String topic,
        CloudEvent event,
        Map<String, Object> producer,
        Secrets secrets) {
    /** Stands for the connection's name in the setting {@code source}. */
    static final String CONNECTION = "{connection}";

    private static final String SOURCE = "/webhooks/" + CONNECTION;
    private static final Pattern TOPIC = Pattern.compile("(?!\\.{1,2}$)[a-zA-Z0-9._-]{1,249}");
    private static final Pattern SERVER = Pattern.compile("(?:\\[[0-9a-fA-F:.]+\\]|[^\\s:,/\\[\\]]+):([0-9]{1,5})");
    private static final int HIGHEST_PORT = 65_535;

    /**
     * Reads and checks them. Nothing is connected or resolved.
     *
     * @param deadline how long an attempt may take
     * @throws IllegalArgumentException with all that is wrong
     */
    static KafkaOptions read(Options options, Duration deadline) {
        WorkflowStates states = options.states();
        String servers = servers(options);
        String topic = options.require("topic");
        if (!topic.isEmpty() && !TOPIC.matcher(topic).matches()) {
            options.problem("topic", "is no name of a topic: it has 1 to 249 of a-z, A-Z, 0-9, \".\", \"_\" and \"-\"");
        }
        boolean structured = options.choice("mode", "binary", "structured").equals("structured");
        CloudEvent event = new CloudEvent(topic, structured, source(options));
        String clientId = options.text("client-id").orElse("sitehook-" + options.handler());
        ProducerProperties properties = new ProducerProperties(options, deadline);
        Map<String, Object> producer = properties.read(servers, clientId);
        options.done();
        return new KafkaOptions(states, servers, topic, event, producer, properties.secrets());
    }

    private static String servers(Options options) {
        String servers = options.require("bootstrap-servers").replaceAll("\\s*,\\s*", ",");
        if (!servers.isEmpty()) {
            for (String server : servers.split(",", -1)) {
                Matcher matcher = SERVER.matcher(server);
                if (!matcher.matches() || !isPort(matcher.group(1))) {
                    options.problem("bootstrap-servers", "is no list of host:port with commas between");
                    return "";
                }
            }
        }
        return servers;
    }

    private static boolean isPort(String digits) {
        int port = Integer.parseInt(digits);
        return port >= 1 && port <= HIGHEST_PORT;
    }

    private static String source(Options options) {
        String source = options.text("source").orElse(SOURCE);
        try {
            URI unused = new URI(source.replace(CONNECTION, "c"));
        } catch (URISyntaxException e) {
            options.problem(
                    "source", "is no URI, nor a piece of one; {connection} in it stands for the connection's name");
        }
        return source;
    }

    /** Without the properties, some of which are secrets. */
    @Override
    public String toString() {
        return topic + " at " + servers;
    }
}
