package io.sitehook.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The webhook node of n8n, installed from npm, in a workflow that does nothing else. */
final class N8n extends Peer {
    private static final Duration LONGEST_INSTALL = Duration.ofMinutes(3);
    private static final Duration LONGEST_COMMAND = Duration.ofMinutes(2);
    private static final int MOST_LINES = 3;
    private static final String WORKFLOW = """
            [{"id": "bench0000000001", "name": "bench", "active": true, "settings": {"executionOrder": "v1"}, "connections": {},
              "nodes": [{"id": "a0000000-0000-4000-8000-000000000001", "name": "Webhook", "type": "n8n-nodes-base.webhook",
                "typeVersion": 2, "position": [0, 0], "webhookId": "a0000000-0000-4000-8000-000000000002",
                "parameters": {"path": "bench", "httpMethod": "POST", "options": {}}}]}]
            """;

    private String version = "n8n";

    N8n(Work work) {
        super(work);
    }

    @Override
    public String name() {
        return "n8n";
    }

    @Override
    String title() {
        return version;
    }

    @Override
    String guarantee() {
        return "no HMAC check in the node; answers when the workflow was started; the run is stored afterwards";
    }

    @Override
    ServerProcess launch(int port) throws IOException, InterruptedException, UnavailableException {
        Path directory = work().newDirectory("n8n");
        Path program = program(directory);
        Path workflow = Files.writeString(directory.resolve("workflow.json"), WORKFLOW);
        Map<String, String> environment = Map.of(
                // It runs on few versions of Node; the one that was installed beside it comes first.
                "PATH", program.getParent() + ":" + System.getenv("PATH"),
                "N8N_USER_FOLDER", directory.toString(),
                "N8N_PORT", String.valueOf(port),
                "N8N_LISTEN_ADDRESS", "127.0.0.1",
                "N8N_DIAGNOSTICS_ENABLED", "false",
                "N8N_VERSION_NOTIFICATIONS_ENABLED", "false",
                "N8N_TEMPLATES_ENABLED", "false",
                "N8N_RUNNERS_ENABLED", "false",
                "N8N_SECURE_COOKIE", "false");
        version = "n8n " + run(directory, environment, program, "--version").strip();
        run(directory, environment, program, "import:workflow", "--input=" + workflow);
        run(directory, environment, program, "update:workflow", "--id=bench0000000001", "--active=true");
        return ServerProcess.start(directory, environment, List.of(program.toString(), "start"));
    }

    private static String run(Path directory, Map<String, String> environment, Path program, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of("env"));
        environment.forEach((name, value) -> command.add(name + "=" + value));
        command.add(program.toString());
        command.addAll(List.of(arguments));
        return Commands.run(LONGEST_COMMAND, directory, command);
    }

    private Path program(Path directory) throws IOException, InterruptedException, UnavailableException {
        String installed = work().options().n8n();
        if (!installed.isEmpty()) {
            return Path.of(installed, "node_modules/.bin/n8n");
        }
        if (!Commands.exists("npm")) {
            throw new UnavailableException("npm is not installed");
        }
        try {
            Commands.run(
                    LONGEST_INSTALL,
                    directory,
                    List.of("npm", "install", "n8n", "--no-audit", "--no-fund", "--omit=dev"));
        } catch (IOException e) {
            throw new UnavailableException("npm can't install it within " + LONGEST_INSTALL.toMinutes() + " minutes: "
                    + String.valueOf(e.getMessage())
                            .lines()
                            .filter(line -> line.startsWith("npm error"))
                            .limit(MOST_LINES)
                            .collect(Collectors.joining("; ")));
        }
        return directory.resolve("node_modules/.bin/n8n");
    }

    @Override
    URI url(int port) {
        return URI.create("http://127.0.0.1:" + port + "/webhook/bench");
    }
}
