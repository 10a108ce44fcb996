package io.sitehook.standalone;

import io.sitehook.testing.FreePort;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A Kafka broker of one node as a process of its own, which can be killed and comes back with its port and its data. */
final class KafkaBroker implements AutoCloseable {
    static final String USER = "sitehook";
    static final String PASSWORD = "canary-right";

    private static final long LONGEST_SECONDS = 60;
    private static final String CLUSTER = "c2l0ZWhvb2stdGVzdHMtMQ";

    /** The clients in this process. Held, or its level is forgotten. */
    private static final Logger QUIET = Logger.getLogger("org.apache.kafka");

    private final Path directory;
    private final int port;
    private final Path settings;
    private final Path log;
    final String address;
    final String guardedAddress;
    private Process process;

    private KafkaBroker(Path directory, int port, int guarded, int controller) throws IOException {
        QUIET.setLevel(Level.SEVERE);
        this.directory = directory;
        this.port = port;
        log = directory.resolve("broker.txt");
        address = "127.0.0.1:" + port;
        guardedAddress = "127.0.0.1:" + guarded;
        settings = Files.writeString(
                directory.resolve("broker.properties"),
                "process.roles=broker,controller\nnode.id=1\ncontroller.quorum.voters=1@127.0.0.1:" + controller
                        + "\nlisteners=PLAINTEXT://" + address + ",SASL_PLAINTEXT://" + guardedAddress
                        + ",CONTROLLER://127.0.0.1:" + controller
                        + "\nlistener.security.protocol.map=PLAINTEXT:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT,"
                        + "CONTROLLER:PLAINTEXT"
                        + "\ncontroller.listener.names=CONTROLLER\ninter.broker.listener.name=PLAINTEXT"
                        + "\nsasl.enabled.mechanisms=PLAIN\nlistener.name.sasl_plaintext.plain.sasl.jaas.config="
                        + "org.apache.kafka.common.security.plain.PlainLoginModule required user_" + USER + "=\""
                        + PASSWORD + "\";"
                        + "\nlog.dirs=" + directory.resolve("data")
                        + "\nauto.create.topics.enable=false\noffsets.topic.replication.factor=1"
                        + "\nbroker.heartbeat.interval.ms=500\nbroker.session.timeout.ms=2000"
                        + "\nnum.network.threads=1\nnum.io.threads=2\nlog.cleaner.enable=false\n");
        run("kafka.tools.StorageTool", "format", "-t", CLUSTER, "-c", settings.toString());
        await(() -> !process.isAlive(), "the data directory is formatted");
        if (process.exitValue() != 0) {
            throw new IOException("the data directory could not be formatted:\n" + Files.readString(log));
        }
    }

    /** Starts one with an empty data directory. Topics are not made by themselves. */
    static KafkaBroker start(Path directory) throws IOException {
        KafkaBroker broker = new KafkaBroker(directory, FreePort.find(), FreePort.find(), FreePort.find());
        broker.start();
        return broker;
    }

    /** Starts it (again) and waits until it answers. */
    void start() throws IOException {
        run("kafka.Kafka", settings.toString());
        try {
            await(
                    () -> {
                        try (Socket socket = new Socket("127.0.0.1", port)) {
                            return socket.isConnected();
                        } catch (IOException e) {
                            return false; // not yet
                        }
                    },
                    "the broker listens");
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private void run(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("sitehook.test.kafka", "target/kafka-broker") + "/*"));
        command.addAll(List.of(arguments));
        process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** Sends SIGKILL and waits. */
    void kill() throws IOException {
        close();
        await(() -> !process.isAlive(), "the broker is dead");
    }

    void createTopic(String name, int partitions) throws Exception {
        try (Admin admin = Admin.create(client())) {
            admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1)))
                    .all()
                    .get(LONGEST_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** All records of a topic, each partition's in its order. */
    List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        Map<String, Object> settings = client();
        settings.put("key.deserializer", ByteArrayDeserializer.class);
        settings.put("value.deserializer", ByteArrayDeserializer.class);
        settings.put("enable.auto.commit", "false");
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings)) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (PartitionInfo partition : consumer.partitionsFor(topic)) {
                partitions.add(new TopicPartition(topic, partition.partition()));
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                if (System.nanoTime() > end) {
                    throw new AssertionError("not all of " + topic + " could be read");
                }
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
            return records;
        }
    }

    private Map<String, Object> client() {
        return new HashMap<>(Map.of("bootstrap.servers", address, "enable.metrics.push", "false"));
    }

    private interface Condition {
        boolean holds();
    }

    private void await(Condition condition, String what) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new IOException("did not happen: " + what + "\n" + Files.readString(log));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50)); // another process
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
