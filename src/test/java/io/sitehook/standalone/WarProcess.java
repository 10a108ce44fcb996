package io.sitehook.standalone;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * {@code java -jar sitehook.war} as a process of its own, with a temporary directory of its own. What it prints goes to
 * files, so that no test can block on a pipe; every wait has an end and then shows what the process was doing.
 */
public final class WarProcess implements AutoCloseable {
    private static final long LONGEST_SECONDS = 120;

    private final Process process;
    private final Path out;
    private final Path err;

    private WarProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** What a process printed and how it ended. */
    record Result(int code, String out, String err) {}

    /** Starts it in a directory, where it also puts its temporary files. */
    public static WarProcess start(Path directory, String... args) throws IOException {
        return start(directory, List.of(), args);
    }

    static WarProcess start(Path directory, List<String> options, String... args) throws IOException {
        return startOther(Path.of(System.getProperty("sitehook.test.war")), directory, options, args);
    }

    /** Starts it with more environment variables. */
    static WarProcess start(Path directory, Map<String, String> environment, String... args) throws IOException {
        Path war = Path.of(System.getProperty("sitehook.test.war"));
        return launch(war, directory, List.of(ClassArchive.option(war)), environment, args);
    }

    /** Starts another WAR than the one that was built. */
    static WarProcess startOther(Path war, Path directory, List<String> options, String... args) throws IOException {
        List<String> all = new ArrayList<>(options);
        if (war.equals(Path.of(System.getProperty("sitehook.test.war")))) {
            all.add(ClassArchive.option(war));
        }
        return launch(war, directory, all, Map.of(), args);
    }

    /** Starts a WAR in a JVM with just these options, and the usual ones of all tests. */
    static WarProcess launch(
            Path war, Path directory, List<String> options, Map<String, String> environment, String... args)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(java("java"));
        command.addAll(List.of(System.getProperty("sitehook.test.jvm").split(" ")));
        if (options.stream().noneMatch(option -> option.startsWith("-Djava.io.tmpdir="))) {
            command.add("-Djava.io.tmpdir=" + Files.createDirectories(directory.resolve("tmp")));
        }
        command.addAll(options);
        command.addAll(List.of("-jar", war.toString()));
        command.addAll(List.of(args));
        Path out = Files.createTempFile(directory, "out", ".txt");
        Path err = Files.createTempFile(directory, "err", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("SITEHOOK_") || name.equals("JAVA_TOOL_OPTIONS"));
        builder.environment().putAll(environment);
        return new WarProcess(builder.start(), out, err);
    }

    static Result run(Path directory, String... args) throws IOException {
        return runWithInput(directory, "", args);
    }

    static Result runWithInput(Path directory, String input, String... args) throws IOException {
        try (WarProcess process = start(directory, args)) {
            process.process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
            process.process.getOutputStream().close();
            return process.result();
        }
    }

    /** Waits for its end. */
    Result result() throws IOException {
        waitFor("its end", () -> !process.isAlive());
        return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /** Waits for the line that says that it serves, and gives the URL in it. */
    public String readyUrl() throws IOException {
        waitFor("being ready", () -> ready().isPresent() || !process.isAlive());
        return ready().orElseThrow(() -> new AssertionError("it ended without being ready: " + state()))
                .replaceFirst(".*(http://[^ ]*)/webhooks/.*", "$1");
    }

    private Optional<String> ready() throws IOException {
        String text = Files.readString(out);
        return text.substring(0, text.lastIndexOf('\n') + 1)
                .lines()
                .filter(line -> line.startsWith("Sitehook is ready"))
                .findFirst();
    }

    /** The one-time password that the first start has printed. */
    public String oneTimePassword() throws IOException {
        waitFor("the one-time password", () -> Files.readString(out).contains("One-time password: "));
        return Files.readString(out).replaceFirst("(?s).*One-time password: (\\S+).*", "$1");
    }

    /** Sends SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** Sends SIGKILL and waits. */
    void kill() throws IOException {
        process.destroyForcibly();
        waitFor("its end by a SIGKILL", () -> !process.isAlive());
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    String errors() throws IOException {
        return Files.readString(err);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private void waitFor(String what, Condition condition) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
        while (!condition.holds()) {
            if (System.nanoTime() - end > 0) {
                String state = state();
                process.destroyForcibly();
                throw new AssertionError("waited " + LONGEST_SECONDS + " s for " + what + ": " + state);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    /** What a failed test tells of it. */
    @Override
    public String toString() {
        return state();
    }

    /** Whether it is alive, all that it printed, and its threads if it is. */
    private String state() {
        try {
            String text = (process.isAlive() ? "it is alive" : "it ended with " + process.exitValue())
                    + "\ncommand line: " + process.info().commandLine().orElse("?") + "\nout: "
                    + Files.readString(out) + "\nerr: " + Files.readString(err);
            if (process.isAlive()) {
                text += "\nthreads: " + threads();
            }
            return text;
        } catch (IOException e) {
            return "its state can't be read: " + e;
        }
    }

    /** A thread dump. */
    String threads() throws IOException {
        return jcmd("Thread.print");
    }

    void collectGarbage() throws IOException {
        jcmd("GC.run");
    }

    private String jcmd(String command) throws IOException {
        Process jcmd = new ProcessBuilder(java("jcmd"), String.valueOf(process.pid()), command)
                .redirectErrorStream(true)
                .start();
        return new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String java(String tool) {
        return Path.of(System.getProperty("java.home"), "bin", tool).toString();
    }
}
