package io.sitehook.store.sql;

import io.sitehook.testing.MutableClock;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A process of its own that opens a store, to be killed while it does. */
final class OpeningProcess {
    private OpeningProcess() {}

    /** Opens the home that is named first and says so in files beside it. */
    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[0]);
        // The first one loads all classes, so that the second is at work all the time in which it can be killed.
        new OpenStore(Path.of(arguments[0] + ".before"), new MutableClock()).close();
        Files.createFile(Path.of(arguments[0] + ".begins"));
        OpenStore opened = new OpenStore(home, new MutableClock());
        Files.createFile(Path.of(arguments[0] + ".opened"));
        Thread.sleep(TimeUnit.MINUTES.toMillis(1)); // until it is killed
        opened.close();
    }

    /**
     * Starts one and kills it.
     *
     * @param written how much it has written into the log then, in bytes, unless it is through before
     * @return whether it was killed before the store was open
     */
    static boolean killWhileItOpens(Path home, long written) throws Exception {
        Path begins = Path.of(home + ".begins");
        Path opened = Path.of(home + ".opened");
        File log = home.resolve("sitehook.db-wal").toFile();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        OpeningProcess.class.getName(),
                        home.toString())
                .redirectErrorStream(true)
                .redirectOutput(new File(home + ".out"))
                .start();
        try {
            while (!Files.exists(opened) && (!Files.exists(begins) || log.length() < written)) {
                if (!process.isAlive()) {
                    throw new AssertionError("it ended: " + Files.readString(Path.of(home + ".out")));
                }
                LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(50)); // it is through within milliseconds
            }
        } finally {
            process.destroyForcibly();
            process.waitFor();
        }
        Files.delete(begins);
        return !Files.deleteIfExists(opened);
    }
}
