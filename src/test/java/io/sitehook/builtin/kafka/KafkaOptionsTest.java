package io.sitehook.builtin.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sitehook.builtin.options.Options;
import io.sitehook.spi.testing.TestContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The settings: all that is wrong with them at once, and no secret in any message. */
class KafkaOptionsTest {
    private static final String CANARY = "canary-5d21";

    @TempDir
    Path home;

    @Test
    void everythingThatIsWrongIsNamedTogether() {
        assertThatThrownBy(() -> read(Map.ofEntries(
                        Map.entry("bootstrap-servers", "kafka"),
                        Map.entry("topic", "with space"),
                        Map.entry("mode", "avro"),
                        Map.entry("source", "no uri"),
                        Map.entry("topik", "x"),
                        Map.entry("producer.acks", "1"),
                        Map.entry("producer.transactional.id", "t"),
                        Map.entry("producer.lingerms", "5"),
                        Map.entry("producer.max.request.size", "huge"),
                        Map.entry("producer.ssl.truststore.location", "absent.jks"),
                        Map.entry("producer.ssl.key.password-file", "absent.txt"),
                        Map.entry("producer.compression.type", "zip"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "h.bootstrap-servers is no list",
                        "h.topic is no name",
                        "h.mode is none of binary, structured",
                        "h.source is no URI",
                        "h.topik is no setting of it",
                        "h.producer.acks can't be set: it is always all",
                        "h.producer.transactional.id can't be set",
                        "h.producer.lingerms is no property of Kafka's producer",
                        "h.producer.max.request.size is no value for it: Kafka takes int [0,...]",
                        "h.producer.ssl.truststore.location is no file",
                        "h.producer.ssl.key.password-file names a file that can't be read",
                        "h.producer.compression.type is no value for it: Kafka takes string [none, gzip, snappy, lz4, zstd]");
        assertThatThrownBy(() -> read(Map.of()))
                .hasMessageContainingAll("h.bootstrap-servers is not set", "h.topic is not set");
    }

    @Test
    void aCompressionWhoseLibraryIsNotThereIsNamedAtTheStart() {
        for (String type : List.of("zstd", "lz4", "snappy")) {
            assertThatThrownBy(() -> good("producer.compression.type", type))
                    .hasMessageContaining("h.producer.compression.type is " + type + ", whose library");
        }
        assertThat(good("producer.compression.type", "gzip").producer()).containsEntry("compression.type", "gzip");
    }

    @Test
    void whatIsWrongOnlyTogetherIsNamedToo() {
        assertThatThrownBy(() -> good("producer.request.timeout.ms", "25000"))
                .hasMessageContaining("h.producer.request.timeout.ms and linger.ms are 25000 ms together");
        assertThatThrownBy(() -> good("producer.delivery.timeout.ms", "29000"))
                .hasMessageContaining("longer than an attempt may take")
                .hasMessageContaining("delivery.deadline");
        assertThatThrownBy(() -> good("producer.max.in.flight.requests.per.connection", "6"))
                .hasMessageContaining("h.producer.max.in.flight.requests.per.connection does not go");
        assertThatThrownBy(() -> good("producer.security.protocol", "SASL_SSL"))
                .hasMessageContaining("h.producer.sasl.jaas.config (or sasl.jaas.config-file) is not set");
        assertThatThrownBy(
                        () -> good("producer.sasl.mechanism", "OAUTHBEARER", "producer.security.protocol", "SASL_SSL"))
                .hasMessageContaining("h.producer.sasl.mechanism is OAUTHBEARER, which needs");
    }

    @Test
    void kafkasWaitsEndBeforeTheDeadline() {
        for (Duration deadline : List.of(Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofHours(1))) {
            Map<String, Object> producer =
                    KafkaOptions.read(options(Map.of()), deadline).producer();
            assertThat(millis(producer, "max.block.ms") + millis(producer, "delivery.timeout.ms"))
                    .isLessThan(deadline.toMillis())
                    .isGreaterThan(Math.min(180_000, deadline.toMillis() * 3 / 4) - 1);
        }
    }

    @Test
    void propertiesMayBeWrittenAsInTheEnvironmentAndSecretsMayBeInFiles() throws Exception {
        Files.writeString(home.resolve("login.txt"), "secret in a file\n");
        Map<String, Object> producer = good(
                        "producer-security-protocol",
                        "SASL_PLAINTEXT",
                        "producer-sasl-jaas-config-file",
                        "login.txt",
                        "producer.linger.ms",
                        "3")
                .producer();
        assertThat(producer)
                .containsEntry("security.protocol", "SASL_PLAINTEXT")
                .containsEntry("sasl.jaas.config", "secret in a file")
                .containsEntry("linger.ms", "3")
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", "true")
                .containsEntry("client.id", "sitehook-h");
        assertThatThrownBy(() -> good("producer-linger-ms", "1", "producer.linger.ms", "1"))
                .hasMessageContaining("is set twice");
    }

    @Test
    void noValueIsShown() {
        for (String name : List.of(
                "bootstrap-servers",
                "topic",
                "mode",
                "source",
                "producer.linger.ms",
                "producer.acks",
                "producer.nothing",
                "producer.security.protocol",
                "producer.key.serializer",
                "producer.interceptor.classes",
                "producer.sasl.login.class",
                "producer.ssl.keystore.location",
                "producer.ssl.keystore.password-file")) {
            Map<String, String> settings = new HashMap<>(Map.of(name, CANARY + " ,:/ \n"));
            settings.put("nothing", "x");
            assertThatThrownBy(() -> KafkaOptions.read(options(settings), Duration.ofSeconds(30)))
                    .as(name)
                    .hasMessageContaining("sitehook.handler.h.")
                    .hasMessageNotContaining(CANARY);
        }
    }

    @Test
    void aLoginThatKafkaCanNotReadRefusesTheHandlerAndIsNotRepeated() {
        for (String login : List.of(
                CANARY,
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=u password " + CANARY + ";",
                "org.apache.kafka.common.security.plain.PlainLoginModule " + CANARY + " password=\"x\";")) {
            KafkaHandler handler = new KafkaHandler(
                    options(Map.of(
                            "producer.security.protocol",
                            "SASL_PLAINTEXT",
                            "producer.sasl.mechanism",
                            "PLAIN",
                            "producer.sasl.jaas.config",
                            login)),
                    Duration.ofSeconds(30));
            assertThatThrownBy(() -> handler.start(TestContext.forHandler("h")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("the producer for events at 127.0.0.1:1,127.0.0.1:2 can't be made")
                    .hasMessageNotContaining(CANARY)
                    .hasNoCause();
            handler.stop();
        }
    }

    @Test
    void secretsAreTakenOutWholeAndInPieces() {
        Secrets secrets = new Secrets(List.of("Module required password=\"open sesame\";", "abc"));
        assertThat(secrets.words(
                        new TimeoutException("no value for sesame and abc", new IllegalStateException("open"))))
                .isEqualTo("TimeoutException: no value for *** and ***; IllegalStateException: ***");
    }

    private static long millis(Map<String, Object> properties, String name) {
        return Long.parseLong(String.valueOf(properties.get(name)));
    }

    private KafkaOptions good(String... more) {
        Map<String, String> settings = new HashMap<>();
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return KafkaOptions.read(options(settings), Duration.ofSeconds(30));
    }

    private KafkaOptions read(Map<String, String> settings) {
        return KafkaOptions.read(new Options("h", settings, home), Duration.ofSeconds(30));
    }

    private Options options(Map<String, String> more) {
        Map<String, String> settings =
                new HashMap<>(Map.of("bootstrap-servers", "127.0.0.1:1, 127.0.0.1:2", "topic", "events"));
        settings.putAll(more);
        return new Options("h", settings, home);
    }
}
