package io.sitehook.standalone;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options by which {@code send} and {@code sign} get the secret. */
final class SecretOptions {
    private static final String VARIABLE = "SITEHOOK_SECRET";

    @Option(
            names = "--secret",
            paramLabel = "TEXT",
            description =
                    "The HMAC shared secret. Other users of the machine can see it in the list of processes; better"
                            + " give a file or the environment variable " + VARIABLE + ".")
    private @Nullable String secret;

    @Option(
            names = "--secret-file",
            paramLabel = "FILE",
            description = "A file with the HMAC shared secret; one newline at its end does not count.")
    private @Nullable Path file;

    /** The bytes of the key: the text in UTF-8. */
    byte[] key(CommandLine command, Map<String, String> environment) {
        if (secret != null && file != null) {
            throw new ParameterException(command, "Give --secret or --secret-file, not both");
        }
        String text = file == null ? secret : read(command, file);
        if (text == null) {
            text = environment.get(VARIABLE);
        }
        if (text == null) {
            throw new ParameterException(command, "Give --secret or --secret-file, or set " + VARIABLE);
        }
        if (text.isBlank()) {
            throw new ParameterException(command, "The secret is empty");
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String read(CommandLine command, Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8).replaceFirst("\r?\n\\z", "");
        } catch (IOException e) {
            throw new ParameterException(
                    command,
                    "The secret file " + file + " can't be read: "
                            + (Files.exists(file) ? e.getClass().getSimpleName() : "there is no such file"));
        }
    }
}
