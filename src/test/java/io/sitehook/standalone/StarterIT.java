package io.sitehook.standalone;

import static io.sitehook.standalone.ServedHome.await;
import static io.sitehook.standalone.ServedHome.body;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The starter, from copy to running handler, by the commands of its README. Maven works in a local repository of its own,
 * which shows the plugins and libraries of the one that built Sitehook; the copy is built offline, so it needs no more
 * than Sitehook's own build does.
 */
@Tag("wide")
class StarterIT {
    private static final Path STARTER = Path.of("src/examples/starter");
    private static final String INSTALL =
            "install:install-file -Dfile=target/sitehook-spi.jar -DgroupId=io.sitehook -DartifactId=sitehook-spi"
                    + " -Dversion=0.1.0-SNAPSHOT -Dpackaging=jar";
    private static final long LONGEST_MINUTES = 4;

    @TempDir
    Path directory;

    private Path repository;

    /** Otherwise the deletion of the temporary directory warns of each. */
    @AfterEach
    void removeLinks() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("repository"), 2)) {
            for (Path link : files.filter(Files::isSymbolicLink).toList()) {
                Files.delete(link);
            }
        }
    }

    @Test
    void theStarterIsCopiedBuiltTriedInstalledAndRun() throws Exception {
        repository = repositoryOver(Path.of(System.getProperty("localRepository")));
        String readme = Files.readString(STARTER.resolve("README.md"));
        assertThat(readme).contains("\nmvn " + INSTALL + "\n", "\nmvn package\n");

        maven(Path.of(""), INSTALL.split(" "));
        Path copy = directory.resolve("my-handler");
        copy(STARTER, copy);
        maven(copy, "-o", "package");
        Path jar = copy.resolve("target/my-handler-1.0.0.jar");
        assertThat(copy.resolve("target/surefire-reports/TEST-com.example.handler.MyHandlerTest.xml"))
                .content()
                .contains("tests=\"4\"", "failures=\"0\"");

        Map<String, String> received = new ConcurrentHashMap<>();
        HttpServer target = server(received);
        try {
            String url = "http://127.0.0.1:" + target.getAddress().getPort() + "/";
            Path events = Files.writeString(directory.resolve("events.jsonl"), body("3057", "COMPLETE") + "\n");
            WarProcess.Result tried = WarProcess.run(
                    directory, "try", "--jar", jar.toString(), "--events", events.toString(), "--set", "url=" + url);
            assertThat(tried.code()).as(tried.toString()).isZero();
            assertThat(tried.out()).contains("my-handler: done: answered 204");
            assertThat(received.values()).containsExactly(body("3057", "COMPLETE"));

            ServedHome served = new ServedHome(directory, "sitehook.handler.my-handler.url=" + url + "\n");
            Files.copy(jar, served.home.resolve("handlers/my-handler-1.0.0.jar"));
            try (WarProcess server = served.serve()) {
                String event = ServedHome.event(served.post(server.readyUrl(), body("3058", "COMPLETE")));
                await("the handler has posted", () -> received.containsKey(event + ".my-handler"));
                assertThat(received).containsEntry(event + ".my-handler", body("3058", "COMPLETE"));
                await(
                        "it is recorded",
                        () -> served.query("SELECT unit_version FROM attempt WHERE text = 'answered 204'")
                                .equals("1.0.0"));
            }
        } finally {
            target.stop(0);
        }
    }

    /** Takes posts, by their idempotency keys. */
    private static HttpServer server(Map<String, String> received) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            received.put(
                    exchange.getRequestHeaders().getFirst("Idempotency-Key"),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    /** A local repository that shows another one by links, with a place of its own for our artifacts. */
    private Path repositoryOver(Path other) throws IOException {
        Path made = Files.createDirectories(directory.resolve("repository"));
        Path ours = Files.createDirectories(made.resolve("io"));
        Files.createDirectory(ours.resolve("sitehook"));
        linkAll(other, made);
        linkAll(other.resolve("io"), ours);
        return made;
    }

    private static void linkAll(Path from, Path into) throws IOException {
        try (Stream<Path> entries = Files.list(from)) {
            for (Path entry : entries.toList()) {
                Path link = into.resolve(entry.getFileName());
                if (Files.notExists(link)) {
                    Files.createSymbolicLink(link, entry.toAbsolutePath());
                }
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    private void maven(Path where, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("mvn", "-B", "-ntp", "-Dmaven.repo.local=" + repository));
        command.addAll(List.of(arguments));
        Path log = Files.createTempFile(directory, "maven", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(where.toAbsolutePath().toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("MAVEN_") && !name.equals("MAVEN_HOME"));
        Process process = builder.start();
        try {
            assertThat(process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES))
                    .as("mvn " + String.join(" ", arguments) + " ends; it printed " + Files.readString(log))
                    .isTrue();
            assertThat(process.exitValue()).as(Files.readString(log)).isZero();
        } finally {
            process.destroyForcibly();
        }
    }
}
