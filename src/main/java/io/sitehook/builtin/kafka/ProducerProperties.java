package io.sitehook.builtin.kafka;

import io.sitehook.builtin.options.Options;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Makes the properties of Kafka's producer of ours and the operator's: {@code producer.<property>}, in which {@code -} may
 * stand for {@code .}, as it does in what comes from environment variables. For one thread.
 */
final class ProducerProperties {
    private static final String PREFIX = "producer";
    private static final String FILE = ".file";
    private static final String ALWAYS = "can't be set: it is always ";
    private static final String NO_TRANSACTIONS = "can't be set: nothing is sent in transactions";
    private static final String ONE_PARTITION = "can't be set: it would let a project's order go";

    private static final Map<String, String> NOT_OPEN = Map.ofEntries(
            Map.entry(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "can't be set: it is the setting bootstrap-servers"),
            Map.entry(ProducerConfig.CLIENT_ID_CONFIG, "can't be set: it is the setting client-id"),
            Map.entry(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, "can't be set: keys are bytes"),
            Map.entry(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, "can't be set: values are bytes"),
            Map.entry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, ALWAYS + "true"),
            Map.entry(ProducerConfig.ACKS_CONFIG, ALWAYS + "all"),
            Map.entry(ProducerConfig.TRANSACTIONAL_ID_CONFIG, NO_TRANSACTIONS),
            Map.entry(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, NO_TRANSACTIONS),
            Map.entry("transaction.two.phase.commit.enable", NO_TRANSACTIONS),
            Map.entry(ProducerConfig.PARTITIONER_CLASS_CONFIG, ONE_PARTITION),
            Map.entry(ProducerConfig.PARTITIONER_IGNORE_KEYS_CONFIG, ONE_PARTITION),
            Map.entry("security.providers", "can't be set: it would change the whole server"),
            Map.entry("config.providers", "can't be set: name a file by <property>-file"));

    private static final Map<String, String> CODECS = Map.of(
            "zstd", "com.github.luben.zstd.Zstd",
            "lz4", "net.jpountz.lz4.LZ4Factory",
            "snappy", "org.xerial.snappy.Snappy");

    private final Options options;
    private final Duration deadline;
    private final Map<String, ConfigKey> known = ProducerConfig.configDef().configKeys();
    private final List<String> secrets = new ArrayList<>();

    /** @param deadline how long an attempt may take */
    ProducerProperties(Options options, Duration deadline) {
        this.options = options;
        this.deadline = deadline;
    }

    /** Those that must not be seen, once they are read. */
    Secrets secrets() {
        return new Secrets(secrets);
    }

    /** All of them. What is wrong is noted with the options. */
    Map<String, Object> read(String servers, String clientId) {
        Map<String, String> given = given();
        Map<String, Object> all = new HashMap<>(ours(servers, clientId));
        all.putAll(given);
        codec(given.getOrDefault(ProducerConfig.COMPRESSION_TYPE_CONFIG, "none"));
        login(given);
        if (!servers.isEmpty() && !options.hasProblems()) {
            together(all, given);
        }
        return Map.copyOf(all);
    }

    /** Kafka's own waits end before the deadline does, so that what has become of a record is known by then. */
    private Map<String, Object> ours(String servers, String clientId) {
        long whole = deadline.toMillis();
        long open = whole - Math.min(2_000, whole / 5);
        long metadata = Math.min(60_000, open / 3);
        long delivery = Math.min(120_000, open - metadata);
        return Map.ofEntries(
                Map.entry(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, servers),
                Map.entry(ProducerConfig.CLIENT_ID_CONFIG, clientId),
                Map.entry(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class),
                Map.entry(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class),
                Map.entry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true"),
                Map.entry(ProducerConfig.ACKS_CONFIG, "all"),
                Map.entry(ProducerConfig.MAX_BLOCK_MS_CONFIG, String.valueOf(metadata)),
                Map.entry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, String.valueOf(delivery)),
                // Without it a name that can't be resolved would keep the producer from being made.
                Map.entry(CommonClientConfigs.BOOTSTRAP_RESOLVE_TIMEOUT_MS_CONFIG, String.valueOf(open)),
                Map.entry(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, String.valueOf(Math.min(30_000, delivery / 2))),
                // Each attempt waits for its own record: there is nothing to gather.
                Map.entry(ProducerConfig.LINGER_MS_CONFIG, "0"),
                // No MBeans, which would outlive a web application that is taken out, and nothing sent of ourselves.
                Map.entry(ProducerConfig.METRIC_REPORTER_CLASSES_CONFIG, ""),
                Map.entry(ProducerConfig.ENABLE_METRICS_PUSH_CONFIG, "false"));
    }

    private Map<String, String> given() {
        Map<String, String> given = new TreeMap<>();
        List<String> names = new ArrayList<>(options.namesUnder(PREFIX + "."));
        names.addAll(options.namesUnder(PREFIX + "-"));
        for (String name : names) {
            String property = name.substring(PREFIX.length() + 1).replace('-', '.');
            ConfigKey key = known.get(withoutFile(property));
            if (key == null || key.internalConfig) {
                options.problem(name, "is no property of Kafka's producer");
            } else if (NOT_OPEN.containsKey(key.name)) {
                options.problem(name, NOT_OPEN.getOrDefault(key.name, ""));
            } else {
                value(name, key).filter(value -> fits(name, key, value)).ifPresent(value -> {
                    if (given.putIfAbsent(key.name, value) != null) {
                        options.problem(name, "is set twice, in another way of writing or by a file: keep one of them");
                    }
                });
            }
        }
        return given;
    }

    private String withoutFile(String property) {
        return !known.containsKey(property) && property.endsWith(FILE)
                ? property.substring(0, property.length() - FILE.length())
                : property;
    }

    private Optional<String> value(String name, ConfigKey key) {
        boolean isFile = name.length() > PREFIX.length() + 1 + key.name.length(); // ends with -file
        if (isFile) {
            Optional<String> content = options.secretFile(name);
            content.ifPresent(secrets::add);
            return content;
        }
        if (key.name.equals("ssl.keystore.location") || key.name.equals("ssl.truststore.location")) {
            Optional<Path> path = options.path(name);
            if (path.isPresent() && !Files.isRegularFile(path.get())) {
                options.problem(name, "is no file (a relative path starts at the home)");
            }
            return path.map(Path::toString);
        }
        Optional<String> text = options.text(name);
        if (key.type == ConfigDef.Type.PASSWORD) {
            text.ifPresent(secrets::add);
        }
        return text;
    }

    private boolean fits(String name, ConfigKey key, String value) {
        try {
            Object parsed = ConfigDef.parseType(key.name, value, key.type);
            if (key.validator != null) {
                key.validator.ensureValid(key.name, parsed);
            }
            return true;
        } catch (ConfigException | LinkageError e) { // its message has the value in it
            options.problem(
                    name,
                    "is no value for it: Kafka takes " + key.type.toString().toLowerCase(Locale.ROOT)
                            + (key.validator == null ? "" : " " + key.validator));
            return false;
        }
    }

    private void codec(String type) {
        String library = CODECS.get(type);
        if (library != null && !isThere(library)) {
            options.problem(
                    PREFIX + "." + ProducerConfig.COMPRESSION_TYPE_CONFIG,
                    "is " + type + ", whose library Sitehook does not carry: take gzip or none, or add the jar of "
                            + type + " to the web application's class path");
        }
    }

    private void login(Map<String, String> given) {
        boolean wanted = given.getOrDefault("security.protocol", "")
                .toUpperCase(Locale.ROOT)
                .startsWith("SASL");
        if (wanted
                && given.getOrDefault("sasl.mechanism", "").equals("OAUTHBEARER")
                && !isThere("com.fasterxml.jackson.databind.ObjectMapper")) {
            options.problem(
                    PREFIX + ".sasl.mechanism",
                    "is OAUTHBEARER, which needs the jars of Jackson and jose4j, which Sitehook does not carry: take another one,"
                            + " or add them to the web application's class path");
        }
        if (wanted
                && !given.containsKey("sasl.jaas.config")
                && System.getProperty("java.security.auth.login.config") == null) {
            options.problem(
                    PREFIX + ".sasl.jaas.config",
                    "(or sasl.jaas.config-file) is not set, and security.protocol wants a login");
        }
    }

    private static boolean isThere(String className) {
        try {
            Class.forName(className, false, ProducerProperties.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** What is wrong only as a whole. */
    private void together(Map<String, Object> all, Map<String, String> given) {
        try {
            ProducerConfig config = new ProducerConfig(all);
            int delivery = config.getInt(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG);
            long longest = config.getLong(ProducerConfig.MAX_BLOCK_MS_CONFIG) + delivery;
            if (longest > deadline.toMillis()) {
                options.problem(
                        PREFIX + "." + ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        "and max.block.ms are " + longest + " ms together, longer than an attempt may take, which is "
                                + deadline.toMillis() + " ms: set delivery.deadline too");
            }
            long once = config.getInt(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG)
                    + config.getLong(ProducerConfig.LINGER_MS_CONFIG);
            if (once > delivery) {
                options.problem(
                        PREFIX + "." + ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        "and linger.ms are " + once + " ms together, longer than delivery.timeout.ms, which is "
                                + delivery + " ms");
            }
        } catch (ConfigException e) {
            String property = named(String.valueOf(e.getMessage()), given);
            options.problem(
                    property == null ? PREFIX : PREFIX + "." + property,
                    "does not go with the others: " + secrets().words(e));
        }
    }

    private static @Nullable String named(String message, Map<String, String> given) {
        return given.keySet().stream().filter(message::contains).findFirst().orElse(null);
    }
}
