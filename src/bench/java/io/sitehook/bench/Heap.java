package io.sitehook.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The heap of another JVM. */
final class Heap {
    private static final Pattern USED = Pattern.compile("used (\\d+)K");
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private Heap() {}

    /** Collects garbage there, and gives what is in use right after it. */
    static double afterCollectionMebibytes(long pid) throws IOException, InterruptedException {
        Commands.run(LONGEST, List.of(Commands.java("jcmd"), String.valueOf(pid), "GC.run"));
        String info = Commands.run(LONGEST, List.of(Commands.java("jcmd"), String.valueOf(pid), "GC.heap_info"));
        Matcher used = USED.matcher(info);
        if (!used.find()) {
            throw new IOException("jcmd does not say how much is used: " + info);
        }
        return Long.parseLong(used.group(1)) / 1024.0;
    }
}
