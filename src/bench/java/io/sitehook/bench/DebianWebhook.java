package io.sitehook.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Debian's package {@code webhook}: a hook with an HMAC rule that runs a command. */
final class DebianWebhook extends Peer {
    private String version = "webhook";

    DebianWebhook(Work work) {
        super(work);
    }

    @Override
    public String name() {
        return "webhook";
    }

    @Override
    String title() {
        return version;
    }

    @Override
    String guarantee() {
        return "HMAC checked; answers before the command (/bin/true, one process per post) is run; nothing is stored";
    }

    @Override
    ServerProcess launch(int port) throws IOException, InterruptedException, UnavailableException {
        if (!Commands.exists("webhook")) {
            throw new UnavailableException("it is not installed. On Debian or Ubuntu: apt-get install -y webhook");
        }
        version = Commands.run(Duration.ofSeconds(10), List.of("webhook", "-version"))
                .strip()
                .replaceFirst(" version", "");
        Path directory = work().newDirectory("webhook");
        Path hooks = Files.writeString(directory.resolve("hooks.json"), """
                [{"id": "bench", "execute-command": "/bin/true", "response-message": "ok",
                  "trigger-rule-mismatch-http-response-code": 401,
                  "trigger-rule": {"match": {"type": "payload-hmac-sha256", "secret": "%s",
                    "parameter": {"source": "header", "name": "x-hmac-hash"}}}}]
                """.formatted(Posts.SECRET));
        return ServerProcess.start(
                directory,
                Map.of(),
                List.of("webhook", "-hooks", hooks.toString(), "-ip", "127.0.0.1", "-port", String.valueOf(port)));
    }

    @Override
    URI url(int port) {
        return URI.create("http://127.0.0.1:" + port + "/hooks/bench");
    }
}
