package io.sitehook.container;

import static io.sitehook.standalone.ServedHome.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A server that is started by a script, as an operator would, and prints into a file. */
final class Server implements AutoCloseable {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Process process;
    private final Path out;

    private Server(Process process, Path out) {
        this.process = process;
        this.out = out;
    }

    static Server start(Path directory, Map<String, String> environment, String... command) throws IOException {
        Path out = Files.createTempFile(directory, "out", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("SITEHOOK_") || name.equals("JAVA_TOOL_OPTIONS"));
        return new Server(builder.start(), out);
    }

    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    static HttpResponse<String> get(String url) throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create(url)).build(),
                HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    /** Waits until this URL is answered with 200. */
    void awaitOk(String url) throws Exception {
        await(url + " is answered 200", () -> {
            if (!process.isAlive()) {
                throw new AssertionError("the server has ended: " + output());
            }
            try {
                return get(url).statusCode() == 200;
            } catch (IOException e) {
                return false;
            }
        });
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String output() throws IOException {
        return Files.readString(out);
    }

    /** What a tool of the JDK says about its JVM. */
    String jdk(String tool, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", tool).toString());
        command.addAll(List.of(arguments));
        command.replaceAll(part -> part.equals("PID") ? String.valueOf(process.pid()) : part);
        Process asked = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (InputStream said = asked.getInputStream()) {
            return new String(said.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Sends SIGTERM and waits for the end. */
    void terminate() throws Exception {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.get(0).destroy();
        await("the server ends", () -> all.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
