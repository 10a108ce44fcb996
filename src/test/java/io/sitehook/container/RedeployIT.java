package io.sitehook.container;

import static io.sitehook.standalone.ServedHome.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.sitehook.standalone.ServedHome;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tomcat as it is delivered, the WAR put into it again and again while a hundred posts a second come in: six times with
 * all tests, twenty times in both Tomcats in a campaign. What any of them leaves in memory is at least its class loader, and
 * those are counted at the end.
 */
@Tag("wide")
class RedeployIT {
    private static final int ROUNDS = 6;
    private static final int ROUNDS_OF_CAMPAIGN = 20;
    private static final int EARLY = 4;
    private static final int PER_SECOND = 100;
    private static final int REQUESTS_PER_QUESTION = 20;
    /** Tomcat warns of what an application leaves behind from these classes. */
    private static final Pattern LEAK =
            Pattern.compile("(WARNING|SEVERE).*(WebappClassLoaderBase|LeakPrevention|JdbcLeak)|memory leak|\\bleak");

    /** One whose producer has nothing to do but to look for its broker, which is not there. */
    private static final String KAFKA = "sitehook.handler.stream.built-in=kafka\nsitehook.handler.stream.topic=t\n"
            + "sitehook.handler.stream.bootstrap-servers=127.0.0.1:1\nsitehook.handler.stream.states=NEVER\n"
            + "sitehook.handler.stream.producer.security.protocol=SASL_PLAINTEXT\n"
            + "sitehook.handler.stream.producer.sasl.mechanism=SCRAM-SHA-512\n"
            + "sitehook.handler.stream.producer.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule"
            + " required username=\\\"u\\\" password=\\\"p\\\";\n";

    private static final Path WAR = Path.of(System.getProperty("sitehook.test.war", ""));

    @TempDir
    Path directory;

    @Test
    void tomcat11LosesNothingAndKeepsNothingOfTheOldOnes() throws Exception {
        redeploy(Path.of(System.getProperty("sitehook.test.tomcat11")), ROUNDS);
    }

    @Tag("campaign")
    @Test
    void tomcat11LosesNothingAndKeepsNothingOfTwentyOldOnes() throws Exception {
        redeploy(Path.of(System.getProperty("sitehook.test.tomcat11")), ROUNDS_OF_CAMPAIGN);
    }

    @Tag("campaign")
    @Test
    void tomcat10LosesNothingAndKeepsNothingOfTwentyOldOnes() throws Exception {
        redeploy(Path.of(System.getProperty("sitehook.test.tomcat10")), ROUNDS_OF_CAMPAIGN);
    }

    private void redeploy(Path home, int rounds) throws Exception {
        long begin = System.nanoTime();
        OwnTomcat tomcat = new OwnTomcat(home, directory.resolve("base"));
        ServedHome served = new ServedHome(directory, tomcat.base.resolve("sitehook"), KAFKA);
        tomcat.renewThreadsQuickly();
        tomcat.dropIn(WAR);
        String url = tomcat.url("/sitehook");
        Traffic traffic;
        try (Server server = tomcat.start()) {
            server.awaitOk(url + "/health/ready");
            long loaders = webApplicationLoaders(server);
            long metaspace = 0;
            traffic = Traffic.start(url, "redeployed", PER_SECOND);
            try (traffic) {
                for (int round = 1; round <= rounds; round++) {
                    tomcat.redeploy(WAR);
                    awaitMore(traffic);
                    if (round == EARLY) {
                        metaspace = metaspace(server);
                    }
                }
            }
            await("all is handled", () -> served.lost(traffic.acknowledged()) == 0);
            awaitNoOldOnes(tomcat);
            assertThat(webApplicationLoaders(server)).as("class loaders").isEqualTo(loaders);
            long last = metaspace(server);
            System.out.printf(
                    "%s, redeployed %d times: %s; metaspace %d kB after number %d, %d kB after the last%n",
                    home.getFileName(), rounds, traffic, metaspace, EARLY, last);
            assertThat(last).as("metaspace, kB").isLessThanOrEqualTo(metaspace * 105 / 100);
            server.terminate();
            noComplaints(server);
        }
        Set<String> more = stopAndStart(tomcat, url);
        try (Server server = tomcat.start()) {
            server.awaitOk(url + "/health/ready");
            await("all is handled", () -> served.lost(traffic.acknowledged()) + served.lost(more) == 0);
            server.terminate();
        }
        assertThat(served.query("SELECT max(attempts) FROM delivery")).isEqualTo("1");
        assertThat(served.query("PRAGMA integrity_check")).isEqualTo("ok");
        System.out.printf("%s: %.1f s%n", home.getFileName(), (System.nanoTime() - begin) / 1e9);
    }

    /** Stops it by SIGTERM while posts come in. */
    private static Set<String> stopAndStart(OwnTomcat tomcat, String url) throws Exception {
        try (Server server = tomcat.start()) {
            server.awaitOk(url + "/health/ready");
            Traffic traffic = Traffic.start(url, "stopped", PER_SECOND);
            try (traffic) {
                awaitMore(traffic);
                server.terminate();
            }
            System.out.println("stopped under load: " + traffic);
            noComplaints(server);
            return traffic.acknowledged();
        }
    }

    private static void noComplaints(Server server) throws Exception {
        assertThat(server.output().lines().filter(line -> LEAK.matcher(line).find()))
                .as("warnings of leaks")
                .isEmpty();
    }

    /**
     * Tomcat renews a thread that has served an old application when it has served the next request: so there are many
     * requests, and few questions, each of which collects all garbage.
     */
    private static void awaitNoOldOnes(OwnTomcat tomcat) throws Exception {
        AtomicInteger requests = new AtomicInteger();
        await("no old web application is in memory", () -> {
            if (requests.incrementAndGet() % REQUESTS_PER_QUESTION != 0) {
                Server.get(tomcat.url("/nothing"));
                return false;
            }
            return tomcat.leaks().lines().count() == 1;
        });
    }

    private static void awaitMore(Traffic traffic) throws Exception {
        int before = traffic.acknowledged().size();
        await("posts are taken", () -> traffic.acknowledged().size() >= before + PER_SECOND / 2);
    }

    /** After a full collection. */
    private static long webApplicationLoaders(Server server) throws Exception {
        return server.jdk("jcmd", "PID", "GC.class_histogram")
                .lines()
                .filter(line -> line.contains("org.apache.catalina.loader.ParallelWebappClassLoader"))
                .mapToLong(line -> Long.parseLong(line.trim().split("\\s+")[1]))
                .sum();
    }

    /** Used, in kB, after a full collection. */
    private static long metaspace(Server server) throws Exception {
        server.jdk("jcmd", "PID", "GC.run");
        String[] lines = server.jdk("jstat", "-gc", "PID").lines().toArray(String[]::new);
        int column = Arrays.asList(lines[0].trim().split("\\s+")).indexOf("MU");
        return (long) Double.parseDouble(lines[1].trim().split("\\s+")[column]);
    }
}
