package io.sitehook.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The load generator wrk, keeping each connection busy with one request at a time. */
final class Wrk {
    private static final Pattern DONE = Pattern.compile("BENCH (\\d+) (\\d+) (\\d+) (\\d+) (\\d+) (\\d+) (\\d+)");

    private final Path script;

    /**
     * @param directory where its script is put
     * @throws UnavailableException if it is not installed
     */
    Wrk(Path directory) throws IOException, InterruptedException, UnavailableException {
        if (!Commands.exists("wrk")) {
            throw new UnavailableException(
                    "the load generator wrk is missing. On Debian or Ubuntu: apt-get install -y wrk");
        }
        script = directory.resolve("posts.lua");
        try (InputStream in = Wrk.class.getResourceAsStream("posts.lua")) {
            Files.copy(in, script, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Loads one URL, and gives what came of it. */
    Load run(URI url, Posts posts, int connections, Duration duration) throws IOException, InterruptedException {
        int threads = Math.min(2, connections);
        String out = Commands.run(
                duration.plusSeconds(60),
                List.of(
                        "wrk",
                        "--threads",
                        String.valueOf(threads),
                        "--connections",
                        String.valueOf(connections),
                        "--duration",
                        duration.toSeconds() + "s",
                        "--timeout",
                        "10s",
                        "--script",
                        script.toString(),
                        url.toString(),
                        "--",
                        posts.file().toString(),
                        String.valueOf(posts.size()),
                        String.valueOf(threads)));
        Matcher done = DONE.matcher(out);
        if (!done.find()) {
            throw new IOException("wrk did not say what came of it: " + out);
        }
        long requests = Long.parseLong(done.group(1));
        double seconds = Long.parseLong(done.group(2)) / 1e6;
        return new Load(
                requests,
                requests / seconds,
                Long.parseLong(done.group(3)) / 1e3,
                Long.parseLong(done.group(4)) / 1e3,
                Long.parseLong(done.group(6)) + Long.parseLong(done.group(7)));
    }
}
