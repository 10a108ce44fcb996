package io.sitehook.standalone;

import io.sitehook.verify.Signer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sign}: the header for a body, for use with curl. */
@Command(
        name = "sign",
        description = {"Reads a body from the standard input and prints the header that signs it.", ""},
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class SignCommand implements Callable<Integer> {
    private final InputStream input;

    @Mixin
    private SecretOptions secret = new SecretOptions();

    @Option(
            names = "--encoding",
            paramLabel = "hex|base64",
            defaultValue = "hex",
            description = "The form of the signature, ${DEFAULT-VALUE} by default.")
    private Encoding encoding = Encoding.hex;

    @Option(names = "--prefix", description = "Write sha256= in front of the signature.")
    private boolean prefix;

    @Spec
    private @Nullable CommandSpec command;

    SignCommand() {
        this(System.in);
    }

    SignCommand(InputStream input) {
        this.input = input;
    }

    /** The forms; lower case, since picocli reads and shows the names of the constants. */
    enum Encoding {
        hex,
        base64
    }

    @Override
    public Integer call() throws IOException {
        CommandLine line = Objects.requireNonNull(command).commandLine();
        String hex = new Signer(secret.key(line, System.getenv())).hex(input.readAllBytes());
        String signature = encoding == Encoding.hex
                ? hex
                : Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
        line.getOut().println("x-hmac-hash: " + (prefix ? "sha256=" : "") + signature);
        line.getOut().flush();
        return 0;
    }
}
