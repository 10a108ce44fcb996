package io.sitehook.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What is usually written by hand: {@code src/bench/peers/spring-jpa}, built for the run, on PostgreSQL. */
final class SpringJpa extends Peer {
    private static final Duration LONGEST_BUILD = Duration.ofMinutes(5);

    SpringJpa(Work work) {
        super(work);
    }

    @Override
    public String name() {
        return "spring";
    }

    @Override
    String title() {
        return "Spring Boot 3.5, JPA, PostgreSQL";
    }

    @Override
    String guarantee() {
        return "HMAC checked; one synced transaction per post, committed before the 200; no order, retries or duplicates";
    }

    @Override
    ServerProcess launch(int port) throws IOException, InterruptedException, UnavailableException {
        PostgresServer postgres = work().postgres();
        Path directory = work().newDirectory("spring");
        return ServerProcess.start(
                directory,
                Map.of(
                        "SERVER_ADDRESS",
                        "127.0.0.1",
                        "SERVER_PORT",
                        String.valueOf(port),
                        "SPRING_DATASOURCE_URL",
                        postgres.jdbcUrl(postgres.newDatabase()),
                        "SPRING_DATASOURCE_USERNAME",
                        PostgresServer.USER,
                        "WEBHOOK_SECRET",
                        Posts.SECRET),
                List.of(Commands.java("java"), "-jar", build(directory).toString()));
    }

    private Path build(Path directory) throws IOException, InterruptedException, UnavailableException {
        Path build = directory.resolve("build");
        try {
            Commands.run(
                    LONGEST_BUILD,
                    List.of(
                            "mvn",
                            "-B",
                            "-ntp",
                            "-q",
                            "-f",
                            work().options()
                                    .source()
                                    .resolve("peers/spring-jpa/pom.xml")
                                    .toString(),
                            "-Dpeer.build=" + build,
                            "package"));
        } catch (IOException e) {
            throw new UnavailableException("it can't be built: " + e.getMessage());
        }
        try (Stream<Path> files = Files.list(build)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Override
    URI url(int port) {
        return URI.create("http://127.0.0.1:" + port + "/webhooks/bench");
    }
}
