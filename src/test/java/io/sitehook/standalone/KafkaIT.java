package io.sitehook.standalone;

import static io.sitehook.standalone.ServedHome.await;
import static io.sitehook.standalone.ServedHome.event;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The handler {@code kafka} and a real broker, which is killed under way and comes back. */
@Tag("wide")
class KafkaIT {
    private static final int CLIENTS = 4;
    private static final int PROJECTS_EACH = 5;
    private static final int ROUNDS = 30;
    private static final int EVENTS = CLIENTS * PROJECTS_EACH * ROUNDS;
    private static final String OF_THE_TOPICS =
            " FROM attempt a JOIN delivery d ON d.id = a.delivery WHERE d.handler IN"
                    + " ('bare', 'whole') AND a.outcome ";

    @TempDir
    Path directory;

    /** Each project's events in the order in which they were answered. */
    private final Map<String, List<String>> acknowledged = new ConcurrentHashMap<>();

    private final AtomicInteger posted = new AtomicInteger();

    @Test
    void aBrokerThatIsKilledOnlyDelaysAndEachProjectStaysInOrder() throws Exception {
        long begin = System.nanoTime();
        try (KafkaBroker broker = KafkaBroker.start(Files.createDirectories(directory.resolve("broker")))) {
            broker.createTopic("binary", 4);
            broker.createTopic("structured", 3);
            ServedHome served = new ServedHome(directory, settings(broker));
            long away;
            try (WarProcess server = serve(served)) {
                String url = server.readyUrl();
                ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
                try {
                    List<Future<?>> posting = new ArrayList<>();
                    for (int client = 0; client < CLIENTS; client++) {
                        int number = client;
                        posting.add(clients.submit(() -> post(served, url, number)));
                    }
                    await("a third is posted", () -> posted.get() > EVENTS / 3);
                    broker.kill();
                    long killed = System.nanoTime();
                    await(
                            "the handlers have found that it is away",
                            () -> !served.query("SELECT 1" + OF_THE_TOPICS + "= 'RETRY' LIMIT 1 OFFSET 3")
                                    .isEmpty());
                    for (Future<?> one : posting) {
                        one.get();
                    }
                    broker.start();
                    away = System.nanoTime() - killed;
                } finally {
                    clients.shutdownNow();
                }
                await(
                        "all is sent",
                        () -> served.query("SELECT count(*) FROM event WHERE state = 'RECEIVED'")
                                        .equals("0")
                                && served.query("SELECT count(*) FROM delivery WHERE state <> 'DONE'")
                                        .equals("0"));
                loginsAndTopicsThatAreWrong(served, url, broker);
                server.terminate();
                WarProcess.Result result = server.result();
                assertThat(result.out() + result.err())
                        .contains("FINE")
                        .doesNotContain("canary", "ProducerConfig values")
                        .doesNotContain("MBean", "metrics reporter");
            }
            assertThat(served.query(
                            "SELECT count(*) FROM delivery WHERE handler IN ('bare', 'whole') AND failures > 0"))
                    .as("nothing was counted against a delivery")
                    .isEqualTo("0");
            String postponed = served.query("SELECT count(*)" + OF_THE_TOPICS + "= 'RETRY'");
            String others = served.query("SELECT count(*)" + OF_THE_TOPICS + "NOT IN ('RETRY', 'DONE')");
            int twice = inOrder(broker.read("binary")) + inOrder(broker.read("structured"));
            System.out.printf(
                    "kafka: %d events of %d projects to 2 topics, broker killed once and away %.1f s: all there and in"
                            + " order, %d records twice, %s attempts postponed, %s ended otherwise, %.1f s in all%n",
                    EVENTS,
                    acknowledged.size(),
                    away / 1e9,
                    twice,
                    postponed,
                    others,
                    (System.nanoTime() - begin) / 1e9);
            noSecretIsLeftBehind();
        }
    }

    private static String settings(KafkaBroker broker) {
        return handler("bare", broker.address, "binary", "ALL")
                + "sitehook.handler.bare.delivery.deadline=3s\n"
                + "sitehook.handler.bare.producer.compression.type=gzip\n"
                + "sitehook.handler.bare.producer.ssl.key.password=canary-unused\n"
                + handler("whole", broker.address, "structured", "ALL")
                + "sitehook.handler.whole.mode=structured\nsitehook.handler.whole.source=urn:north:{connection}\n"
                + "sitehook.handler.whole.delivery.deadline=5s\n"
                + handler("guarded", broker.guardedAddress, "binary", "GUARDED")
                + login("guarded", KafkaBroker.PASSWORD)
                + handler("stranger", broker.guardedAddress, "binary", "STRANGER")
                + login("stranger", "canary-wrong")
                + handler("nowhere", broker.address, "absent", "NOWHERE")
                + "sitehook.handler.nowhere.delivery.deadline=3s\n";
    }

    private static String handler(String name, String servers, String topic, String states) {
        String start = "sitehook.handler." + name + ".";
        return start + "built-in=kafka\n" + start + "bootstrap-servers=" + servers + "\n" + start + "topic=" + topic
                + "\n" + start + "states=" + states + "\n";
    }

    private static String login(String name, String password) {
        String start = "sitehook.handler." + name + ".producer.";
        return start + "security.protocol=SASL_PLAINTEXT\n" + start + "sasl.mechanism=PLAIN\n" + start
                + "sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username=\\\""
                + KafkaBroker.USER + "\\\" password=\\\"" + password + "\\\";\n";
    }

    /** With everything logged that can be. */
    private WarProcess serve(ServedHome served) throws Exception {
        Path logging = Files.writeString(
                directory.resolve("logging.properties"),
                "handlers=java.util.logging.ConsoleHandler\njava.util.logging.ConsoleHandler.level=ALL\n"
                        + ".level=INFO\nio.sitehook.level=ALL\norg.flywaydb.level=FINE\norg.apache.kafka.level=ALL\n");
        return WarProcess.start(
                directory,
                List.of("-Djava.util.logging.config.file=" + logging),
                "serve",
                "--port",
                "0",
                "--home",
                served.home.toString());
    }

    /** One client's projects in turn, each event after the one before was answered. */
    private Void post(ServedHome served, String url, int client) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < PROJECTS_EACH; i++) {
                String project = client + "-" + i;
                String answer = event(ok(served.post(url, body(project, "COMPLETE", round))));
                acknowledged.computeIfAbsent(project, key -> new ArrayList<>()).add(answer);
                posted.incrementAndGet();
            }
        }
        return null;
    }

    private static HttpResponse<String> ok(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    private static String body(String project, String state, int number) {
        return ServedHome.body(project, state)
                .replace("\"Some\"", "\"Some " + number + "\", \"api_key\": \"canary-api\", \"n\": 1.0e0");
    }

    /** One that may log in, one that may not, and a topic that is not there; each for its own workflow state. */
    private static void loginsAndTopicsThatAreWrong(ServedHome served, String url, KafkaBroker broker)
            throws Exception {
        for (String state : List.of("GUARDED", "STRANGER", "NOWHERE")) {
            ok(served.post(url, body(state, state, 0)));
        }
        await(
                "each was tried",
                () -> served.column("SELECT DISTINCT handler FROM delivery d JOIN attempt a ON a.delivery = d.id"
                                + " WHERE a.outcome IS NOT NULL")
                        .containsAll(List.of("guarded", "stranger", "nowhere")));
        String first = "SELECT a.outcome || ' ' || a.text FROM attempt a JOIN delivery d ON d.id = a.delivery"
                + " WHERE d.handler = '%s' ORDER BY a.number LIMIT 1";
        assertThat(served.query(first.formatted("guarded"))).startsWith("DONE binary, partition");
        assertThat(served.query(first.formatted("stranger")))
                .startsWith("RETRY the brokers do not take the login")
                .contains(broker.guardedAddress, "SaslAuthenticationException");
        assertThat(served.query(first.formatted("nowhere")))
                .startsWith("RETRY there is no topic absent, and the brokers make none: make it");
    }

    /** Each project's records are in one partition, and without repetitions they are the events that were acknowledged. */
    private int inOrder(List<ConsumerRecord<byte[], byte[]>> records) {
        Map<String, Set<String>> seen = new TreeMap<>();
        Map<String, Integer> partitions = new HashMap<>();
        int ours = 0;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            String project = new String(record.key(), UTF_8);
            String id = record.topic().equals("binary") ? binary(record, project) : structured(record, project);
            if (acknowledged.containsKey(project)) {
                ours++;
                assertThat(partitions.computeIfAbsent(project, key -> record.partition()))
                        .isEqualTo(record.partition());
                seen.computeIfAbsent(project, key -> new LinkedHashSet<>()).add(id);
            }
        }
        assertThat(seen.keySet()).isEqualTo(acknowledged.keySet());
        acknowledged.forEach((project, events) -> assertThat(seen.get(project))
                .as(records.get(0).topic() + ", " + project)
                .containsExactlyElementsOf(events));
        assertThat(new LinkedHashSet<>(partitions.values())).hasSizeGreaterThan(1);
        return ours - EVENTS;
    }

    private static String binary(ConsumerRecord<byte[], byte[]> record, String project) {
        Map<String, String> headers = headers(record);
        assertThat(headers)
                .containsOnlyKeys(
                        "ce_specversion", "ce_id", "ce_source", "ce_type", "ce_subject", "ce_time", "content-type")
                .containsEntry("ce_specversion", "1.0")
                .containsEntry("ce_source", "/webhooks/sitecapture")
                .containsEntry("ce_type", "io.sitehook.status_change")
                .containsEntry("ce_subject", project)
                .containsEntry("content-type", "application/json");
        assertThat(Instant.parse(headers.get("ce_time"))).isBefore(Instant.now());
        assertBody(new String(record.value(), UTF_8), project);
        return headers.get("ce_id");
    }

    private static String structured(ConsumerRecord<byte[], byte[]> record, String project) {
        assertThat(headers(record)).containsExactly(Map.entry("content-type", "application/cloudevents+json"));
        JsonObject event =
                Json.createReader(new ByteArrayInputStream(record.value())).readObject();
        assertThat(event.getString("source")).isEqualTo("urn:north:sitecapture");
        assertThat(event.getString("subject")).isEqualTo(project);
        assertThat(event.getJsonObject("data").getString("project_id")).isEqualTo(project);
        assertBody(new String(record.value(), UTF_8), project);
        return event.getString("id");
    }

    private static void assertBody(String text, String project) {
        assertThat(text)
                .contains("\"project_id\": \"" + project + "\"", "\"api_key\": \"***\"", "\"n\": 1.0e0")
                .doesNotContain("canary");
    }

    private static Map<String, String> headers(ConsumerRecord<byte[], byte[]> record) {
        Map<String, String> headers = new TreeMap<>();
        record.headers().forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));
        return headers;
    }

    private void noSecretIsLeftBehind() throws Exception {
        try (var files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("sitehook.properties") && !file.endsWith("broker.properties"))
                    .toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain("canary");
            }
        }
    }
}
