package io.sitehook.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Programs that run and end. */
final class Commands {
    private Commands() {}

    /** Whether a program is on the path. */
    static boolean exists(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    /**
     * Runs one.
     *
     * @param longest after this time it is killed
     * @return what it printed, errors included
     * @throws IOException with all that, if it ended with another code than 0 or not in time
     */
    static String run(Duration longest, List<String> command) throws IOException, InterruptedException {
        return run(longest, Path.of("."), command);
    }

    static String run(Duration longest, Path directory, List<String> command) throws IOException, InterruptedException {
        Path out = Files.createTempFile("bench", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(out.toFile())
                    .start();
            boolean ended = process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
            String text = Files.readString(out);
            if (!ended || process.exitValue() != 0) {
                throw new IOException((ended ? "ended with " + process.exitValue() : "took longer than " + longest)
                        + ": " + String.join(" ", command) + "\n" + text);
            }
            return text;
        } finally {
            Files.delete(out);
        }
    }

    /** A program of the JDK that this runs on. */
    static String java(String tool) {
        return Path.of(System.getProperty("java.home"), "bin", tool).toString();
    }
}
