package io.sitehook.standalone;

import io.sitehook.config.ConnectionSettings;
import io.sitehook.config.Settings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

/** The home of {@code mvn -Prun}: one connection with a secret of its own, and the example handler. */
final class Demonstration {
    private static final String CONNECTION = "sitecapture";
    private static final int SECRET_BYTES = 32;
    private static final Set<OpenOption> NEW = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    private Demonstration() {}

    /** Fills a home that has no settings yet; leaves any other as it is. */
    static void prepare(Path home, Path handler) throws IOException {
        Path settings = home.resolve("sitehook.properties");
        if (Files.exists(settings)) {
            return;
        }
        if (!Files.isRegularFile(handler)) {
            throw new FailedException("There is no handler jar " + handler + " for the demonstration");
        }
        Path handlers = Files.createDirectories(home.resolve("handlers"));
        Path jar = handlers.resolve(handler.getFileName());
        if (!Files.exists(jar)) {
            Files.copy(handler, jar);
        }
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        String text = "# Made for the demonstration; delete the whole directory to begin anew.\n"
                + "sitehook.connections." + CONNECTION + ".hmac-secret="
                + HexFormat.of().formatHex(secret) + "\n";
        try (SeekableByteChannel file = Files.newByteChannel(settings, NEW, ownerOnly(home))) {
            file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path directory) throws IOException {
        return Files.getFileStore(directory).supportsFileAttributeView("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    /** What to try now. Shows the secret: to try it one needs it, and it guards nothing but the demonstration. */
    static String instructions(String url, Settings settings) {
        Map<String, ConnectionSettings> connections = settings.connections();
        ConnectionSettings connection = connections.get(CONNECTION);
        if (connection == null || connection.hmacSecret().isEmpty()) {
            return "This home has settings without the connection " + CONNECTION + ": there is nothing to demonstrate.";
        }
        String secret = connection.hmacSecret().get().reveal();
        String webhook = url + "/webhooks/" + CONNECTION;
        return String.join(
                "\n",
                "",
                "Webhook URL:        " + webhook,
                "HMAC shared secret: " + secret,
                "Handlers:           " + settings.handlersDirectory(),
                "",
                "Send a status change:",
                "",
                "  java -jar " + war() + " send --url " + webhook + " \\",
                "    --secret " + secret + " --project 3057 --state COMPLETE",
                "",
                "The same with openssl and curl:",
                "",
                "  body='{\"project_id\": 3057, \"status\": \"Complete\", \"workflow_state\": \"COMPLETE\","
                        + " \"event\": \"status_change\"}'",
                "  hash=$(printf %s \"$body\" | openssl dgst -sha256 -hmac " + secret + " | sed 's/^.* //')",
                "  curl -i -H \"x-hmac-hash: $hash\" -H 'content-type: application/json' --data-binary \"$body\" \\",
                "    " + webhook,
                "");
    }

    /** The WAR as one would type it here. With {@code java -jar} it is the class path. */
    private static Path war() {
        Path here = Path.of("").toAbsolutePath();
        Path war = Path.of(System.getProperty("java.class.path", "target/sitehook.war"))
                .toAbsolutePath();
        return war.startsWith(here) ? here.relativize(war) : war;
    }
}
