package io.sitehook.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What could be reached at most in the same container; see {@link CeilingServer}. */
final class Ceilings implements Subject {
    static final String EMPTY = "empty servlet";
    static final String JERSEY = "empty Jersey resource";
    static final String NO_STORE = "Sitehook without a store";

    private static final Map<String, String> PATHS = new LinkedHashMap<>();

    static {
        PATHS.put(EMPTY, CeilingServer.EMPTY);
        PATHS.put(JERSEY, CeilingServer.JERSEY);
        PATHS.put(NO_STORE, CeilingServer.NO_STORE);
    }

    private final Work work;
    private final Map<String, URI> urls = new LinkedHashMap<>();
    private final Map<String, Posts> posts = new LinkedHashMap<>();
    private @Nullable ServerProcess process;

    Ceilings(Work work) {
        this.work = work;
    }

    @Override
    public String name() {
        return "ceilings";
    }

    @Override
    public void start() throws IOException, InterruptedException {
        Path directory = work.newDirectory("ceilings");
        ServerProcess started = ServerProcess.start(
                directory,
                Map.of(),
                List.of(
                        Commands.java("java"),
                        "-Djava.io.tmpdir=" + Files.createDirectories(directory.resolve("tmp")),
                        "-cp",
                        classPath(work.options()),
                        CeilingServer.class.getName(),
                        directory.resolve("tomcat").toString()));
        process = started;
        String port = started.awaitOutput("port (\\d+)");
        for (Map.Entry<String, String> path : PATHS.entrySet()) {
            URI url = URI.create("http://127.0.0.1:" + port + path.getValue());
            urls.put(path.getKey(), url);
            posts.put(path.getKey(), work.posts(url));
            started.awaitAnswer(ServerProcess.post(url.toString()));
            work.warmUp(url, posts.get(path.getKey()));
        }
    }

    /** What the WAR has, in its versions, and these classes. */
    private static String classPath(Options options) {
        Path exploded = options.war()
                .resolveSibling(options.war().getFileName().toString().replace(".war", ""));
        return String.join(
                ":",
                options.target().resolve("test-classes").toString(),
                exploded.resolve("WEB-INF/lib") + "/*",
                exploded.resolve("WEB-INF/standalone") + "/*");
    }

    @Override
    public void measure(Results results, int round) throws IOException, InterruptedException {
        results.guarantee(EMPTY, "none: a constant answer, nothing is read");
        results.guarantee(JERSEY, "none: a constant answer, nothing is read");
        results.guarantee(NO_STORE, "HMAC checked and body parsed; nothing is kept");
        for (String title : PATHS.keySet()) {
            work.awaken(urls.get(title), posts.get(title));
            for (int connections : work.options().connections()) {
                results.add(
                        Results.ACCEPT,
                        title,
                        String.valueOf(connections),
                        work.load(urls.get(title), posts.get(title), connections));
            }
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }
}
