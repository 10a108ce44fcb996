package io.sitehook.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server as a process of its own. What it prints goes to a file. It ends with {@link #close()}, or with this JVM. */
final class ServerProcess implements AutoCloseable {
    private static final Duration LONGEST_START = Duration.ofSeconds(120);
    private static final long LONGEST_STOP_SECONDS = 20;

    private final Process process;
    private final Path out;
    private final Thread atExit = new Thread(this::kill);

    private ServerProcess(Process process, Path out) {
        this.process = process;
        this.out = out;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** Starts it in a directory, with further environment variables. */
    static ServerProcess start(Path directory, Map<String, String> environment, List<String> command)
            throws IOException {
        Path out = Files.createTempFile(directory, "out", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(out.toFile());
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("SITEHOOK_") || name.equals("JAVA_TOOL_OPTIONS"));
        builder.environment().putAll(environment);
        return new ServerProcess(builder.start(), out);
    }

    long pid() {
        return process.pid();
    }

    String output() throws IOException {
        return Files.readString(out);
    }

    /** Waits until it has printed this, and gives the first group. */
    String awaitOutput(String regex) throws IOException {
        Pattern pattern = Pattern.compile(regex);
        long end = System.nanoTime() + LONGEST_START.toNanos();
        while (true) {
            boolean alive = process.isAlive();
            Matcher found = pattern.matcher(output());
            if (found.find()) {
                return found.group(1);
            }
            goOn(alive, end, "it did not print " + regex);
        }
    }

    /** Waits until a request to it is answered by 2xx. */
    void awaitAnswer(HttpRequest request) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        long end = System.nanoTime() + LONGEST_START.toNanos();
        while (true) {
            boolean alive = process.isAlive();
            try {
                if (client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() / 100 == 2) {
                    return;
                }
            } catch (IOException e) {
                // it does not listen yet
            }
            goOn(alive, end, "no 2xx from " + request.uri());
        }
    }

    static HttpRequest get(String url) {
        return HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(10))
                .build();
    }

    /** A signed post, with a body that no other post has. */
    static HttpRequest post(String url) {
        String body = Posts.body(System.nanoTime() % 1_000_000_000);
        return HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", "application/json")
                .header("x-hmac-hash", Posts.signature(body))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private void goOn(boolean alive, long end, String missing) throws IOException {
        if (!alive || System.nanoTime() > end) {
            throw new IOException((alive ? "in " + LONGEST_START : "until it ended") + " " + missing + ": "
                    + process.info().commandLine().orElse("") + "\n" + output());
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }

    private void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(LONGEST_STOP_SECONDS, TimeUnit.SECONDS)) {
                kill();
                process.waitFor();
            }
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().removeShutdownHook(atExit);
    }
}
